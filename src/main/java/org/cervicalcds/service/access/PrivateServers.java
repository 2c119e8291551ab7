package org.cervicalcds.service.access;

import java.net.URI;
import java.util.List;

/**
 * FHIR servers that may lie at private, loopback or link-local addresses (CDSH-FHIR-7).
 *
 * <p>An entry means its base address and what is below it, such as tenants; without a port it means every port of its host.
 */
record PrivateServers(List<Entry> entries) {
    private record Entry(ServerAddress base, boolean everyPort, String path) {
        boolean holds(ServerAddress server) {
            String path = server.text().substring(server.origin().length());
            boolean samePlace = everyPort
                    ? server.encrypted() == base.encrypted() && server.host().equalsIgnoreCase(base.host())
                    : server.origin().equals(base.origin());
            return samePlace && (path.equals(this.path) || path.startsWith(this.path + "/"));
        }
    }

    /**
     * @throws IllegalArgumentException for what is not a base address
     */
    static PrivateServers of(List<String> servers) {
        return new PrivateServers(servers.stream()
                .map(server -> {
                    ServerAddress base = ServerAddress.listed(server);
                    return new Entry(
                            base,
                            URI.create(server.strip()).getPort() < 0,
                            base.text().substring(base.origin().length()));
                })
                .toList());
    }

    boolean holds(ServerAddress server) {
        return entries.stream().anyMatch(entry -> entry.holds(server));
    }
}
