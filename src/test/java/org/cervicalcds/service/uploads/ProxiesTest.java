package org.cervicalcds.service.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;

/** Proxies are named as Tomcat's valve names them. */
final class ProxiesTest {
    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @Test
    void networksPatternsAndNothingAreUnderstood() throws Exception {
        Proxies usual = new Proxies(new RemoteIpValve().getInternalProxies());
        assertThat(usual).accepts(address("10.1.2.3"), address("127.0.0.1"), address("192.168.7.7"), address("::1"));
        assertThat(usual).rejects(address("203.0.113.9"), address("2001:db8::1"));
        assertThat(new Proxies("203\\.0\\.113\\.\\d+")).accepts(address("203.0.113.9"));
        assertThat(new Proxies("203\\.0\\.113\\.\\d+")).rejects(address("10.1.2.3"));
        assertThat(new Proxies(null)).rejects(address("127.0.0.1"));
        assertThat(new Proxies("")).rejects(address("127.0.0.1"));
    }
}
