package org.cervicalcds.service.access;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the public internet from those inside a network (CDSH-FHIR-7). */
final class PublicAddresses {
    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        boolean reserved = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        return !reserved
                && (address instanceof Inet6Address six
                        ? isPublic6(six.getAddress())
                        : isPublic4(address.getAddress(), 0));
    }

    /** Shared addresses of providers (100.64/10), 0/8, protocol assignments and benchmarks, and everything from 240/4 on. */
    private static boolean isPublic4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        boolean inside = first == 0 || first == 10 || first == 127 || first >= 224;
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean linkLocal = first == 169 && second == 254;
        boolean site = (first == 172 && (second & 0xf0) == 16) || (first == 192 && second == 168);
        boolean special = (first == 192 && second == 0) || (first == 198 && (second & 0xfe) == 18);
        return !inside && !shared && !linkLocal && !site && !special;
    }

    /** Only global unicast (2000::/3); what carries an IPv4 address inside (6to4, NAT64) is as public as that one. */
    private static boolean isPublic6(byte[] bytes) {
        boolean nat64 =
                bytes[0] == 0 && (bytes[1] & 0xff) == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        if (nat64) {
            return isPublic4(bytes, 12);
        }
        boolean sixToFour = (bytes[0] & 0xff) == 0x20 && bytes[1] == 2;
        if (sixToFour) {
            return isPublic4(bytes, 2);
        }
        return (bytes[0] & 0xe0) == 0x20;
    }
}
