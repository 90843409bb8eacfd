package io.muster.bench;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Who calls: from which address, and what is shown. Loopback has as many addresses as it takes, each with limits of its own.
 *
 * @param from the local end of the connection
 * @param token an access token, or empty
 */
record Visitor(InetSocketAddress from, String token) {
    /** From the usual address, with nothing to show. */
    static final Visitor ANYBODY = new Visitor(new InetSocketAddress(0), "");

    /** As many that differ in everything. Their tokens are as long as those that Muster issues. */
    static List<Visitor> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Visitor(
                        new InetSocketAddress("127.1." + number / 250 + "." + (1 + number % 250), 0),
                        String.format(Locale.ROOT, "bench-%037d", number)))
                .toList();
    }

    /** The same without anything to show. */
    Visitor withoutToken() {
        return new Visitor(from, "");
    }

    /** The lines of a request's head that say so. */
    String headers() {
        return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    }
}
