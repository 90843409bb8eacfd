package io.muster.wire.http.engine;

import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Texts about addresses, and how often to look at what has timed out. */
final class Addresses {
    private Addresses() {}

    /** {@code 127.0.0.1:8090}, {@code [::1]:8090}. */
    static String text(InetSocketAddress address) {
        var ip = address.getAddress();
        var host = ip == null ? address.getHostString() : ip.getHostAddress();
        return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static String reason(InetSocketAddress address, Exception failure) {
        if (address.isUnresolved()) {
            return "no such host";
        }
        if (failure instanceof BindException && address.getPort() != 0) {
            return "the port is in use by another program, or the address is not of this machine";
        }
        var message = failure.getMessage();
        return message == null ? "the system refuses it" : message;
    }

    /** Often enough that a limit is exceeded by a tenth at most, at least for limits that people feel. */
    static Duration sweep(Duration limit) {
        var tenth = Duration.ofMillis(limit.toMillis() / 10);
        var shortest = Duration.ofMillis(20);
        return tenth.compareTo(shortest) < 0 ? shortest : tenth;
    }
}
