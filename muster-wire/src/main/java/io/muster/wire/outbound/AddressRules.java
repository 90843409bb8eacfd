package io.muster.wire.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from all others. Spellings do not matter here: what is judged is the address
 * that is going to be connected to.
 *
 * <p>IPv4: everything but the blocks below. IPv6: global unicast without the blocks below; an address that embeds an
 * IPv4 address for a translator (NAT64) is judged by that one, since that is where it leads.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4 Special-Purpose Registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6 Special-Purpose Registry</a>
 */
final class AddressRules {
    private static final List<Block> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8", // this network; unspecified
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT; Alibaba's metadata service
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's platform service, inside public space
            "169.254.0.0/16", // link-local; metadata services
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments; Oracle's metadata service
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved; broadcast

    private static final Block GLOBAL_UNICAST_V6 = block("2000::/3");
    private static final Block NAT64 = block("64:ff9b::/96");
    private static final List<Block> NOT_PUBLIC_V6 = blocks(
            "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    private AddressRules() {}

    static boolean isPublic(InetAddress address) {
        return isPublic(address.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return NOT_PUBLIC_V4.stream().noneMatch(block -> block.contains(address));
        }
        if (NAT64.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        return GLOBAL_UNICAST_V6.contains(address)
                && NOT_PUBLIC_V6.stream().noneMatch(block -> block.contains(address));
    }

    private record Block(byte[] start, int bits) {
        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(AddressRules::block).toList();
    }

    private static Block block(String text) {
        var slash = text.indexOf('/');
        var start = literal(text.substring(0, slash));
        return new Block(start.getAddress(), Integer.parseInt(text.substring(slash + 1)));
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
