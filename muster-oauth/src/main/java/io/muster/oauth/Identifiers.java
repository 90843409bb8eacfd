package io.muster.oauth;

/** How identifiers look in logs: the first eight characters, unless they are public anyway. */
final class Identifiers {
    private static final int SHOWN = 8;
    private static final String UNPROTECTED = "default-user";

    private Identifiers() {}

    static String shortened(String value) {
        return value.length() <= SHOWN || value.equals(UNPROTECTED) ? value : value.substring(0, SHOWN) + "...";
    }
}
