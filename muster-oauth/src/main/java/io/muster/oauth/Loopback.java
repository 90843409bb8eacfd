package io.muster.oauth;

import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts that are this machine by their name alone, without asking a resolver (RFC 8252 section 7.3). */
public final class Loopback {
    private static final Pattern IPV4 = Pattern.compile(
            "127\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)" + "\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private Loopback() {}

    /** Whether the host of a URI, IPv6 in brackets or not, is {@code localhost}, {@code 127.0.0.0/8} or {@code ::1}. */
    public static boolean is(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || IPV4.matcher(name).matches();
    }
}
