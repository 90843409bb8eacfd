package io.muster.cli.setup.jsonc;

/** Which JSON the program that owns a file reads. */
public enum Dialect {
    /** RFC 8259, nothing else. */
    STRICT,
    /** With {@code //} and block comments, and a comma after the last element. */
    COMMENTED
}
