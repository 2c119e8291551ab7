package org.cervicalcds.service.uploads;

import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMaskSet;
import org.jspecify.annotations.Nullable;

/** Addresses as Tomcat's valve for proxies names them: networks, or a pattern where there is no slash. */
final class Proxies implements Predicate<InetAddress> {
    private final Predicate<InetAddress> addresses;

    Proxies(@Nullable String named) {
        if (named == null || named.isEmpty()) {
            addresses = address -> false;
        } else if (named.indexOf('/') > 0) {
            NetMaskSet networks = NetMaskSet.parse(named);
            addresses = networks::contains;
        } else {
            Predicate<String> pattern = Pattern.compile(named).asMatchPredicate();
            addresses = address -> pattern.test(address.getHostAddress());
        }
    }

    @Override
    public boolean test(InetAddress address) {
        return addresses.test(address);
    }
}
