package io.muster.gateway.catalog.search;

/** A name pattern is malformed. */
public final class BadPattern extends RuntimeException {
    BadPattern() {
        super("syntax error in pattern");
    }
}
