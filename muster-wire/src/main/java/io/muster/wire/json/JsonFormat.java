package io.muster.wire.json;

/** How a value is written. */
public enum JsonFormat {
    /** Unedited parts as they were read, the rest compact. */
    AS_IS,
    /** Compact, with {@code <}, {@code >} and {@code &} escaped: the form that tool results have always had. */
    COMPACT,
    /** Two spaces per level, with {@code <}, {@code >} and {@code &} escaped. */
    INDENTED
}
