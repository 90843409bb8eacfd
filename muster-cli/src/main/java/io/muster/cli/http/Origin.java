package io.muster.cli.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * What a connection leads to.
 *
 * @param secure whether through TLS
 * @param host a name or an address, an IPv6 address in brackets
 */
record Origin(boolean secure, String host, int port) {
    static Origin of(URI uri) {
        var secure = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(secure || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("not a URL of HTTP");
        }
        return new Origin(secure, uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : usualPort(secure));
    }

    private static int usualPort(boolean secure) {
        return secure ? 443 : 80;
    }

    /** The value of the field {@code Host}. */
    String authority() {
        return port == usualPort(secure) ? host : host + ":" + port;
    }

    /** What tells it from others, in one word: records compare slowly the first time. */
    String key() {
        return (secure ? "https://" : "http://") + this;
    }

    /** The host without brackets, as a certificate names it. */
    String peerName() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** In the order in which they are tried. The name of this machine is known without asking. */
    List<InetAddress> addresses() throws UnknownHostException {
        return host.equalsIgnoreCase("localhost")
                ? List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"))
                : List.of(InetAddress.getAllByName(host));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
