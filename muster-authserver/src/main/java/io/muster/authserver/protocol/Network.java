package io.muster.authserver.protocol;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses (RFC 4632 section 3.1).
 *
 * @param first any address of it
 * @param prefix how many bits all its addresses share
 */
public record Network(InetAddress first, int prefix) {
    /** Reads {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
    public static Optional<Network> parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.ofLiteral(text.substring(0, slash));
            var prefix = Integer.parseInt(text, slash + 1, text.length(), 10);
            return prefix >= 0 && prefix <= address.getAddress().length * Byte.SIZE
                    ? Optional.of(new Network(address, prefix))
                    : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Whether an address lies in it. */
    public boolean contains(InetAddress address) {
        var mine = first.getAddress();
        var other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (var bit = 0; bit < prefix; bit += Byte.SIZE) {
            var left = Math.min(Byte.SIZE, prefix - bit);
            var mask = (0xFF << (Byte.SIZE - left)) & 0xFF;
            if ((mine[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
