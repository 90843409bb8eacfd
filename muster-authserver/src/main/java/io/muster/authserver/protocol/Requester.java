package io.muster.authserver.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Where a request comes from.
 *
 * @param bucket what limits count by: an IPv4 address, or the /64 of an IPv6 address
 * @param address the whole address
 * @param userAgent the header, empty when there is none
 * @param requestId correlates log lines
 */
public record Requester(String bucket, String address, String userAgent, String requestId) {
    private static final int NETWORK_BYTES = 8;

    public static Requester of(InetAddress address, String userAgent, String requestId) {
        var text = address.getHostAddress();
        return new Requester(address instanceof Inet6Address ? network(address) : text, text, userAgent, requestId);
    }

    private static String network(InetAddress address) {
        return HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64";
    }
}
