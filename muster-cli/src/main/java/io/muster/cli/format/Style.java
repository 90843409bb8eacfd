package io.muster.cli.format;

/**
 * How tables look.
 *
 * @param headers whether tables have a header, and lists a count
 * @param width columns of the terminal; 0 when the output has no width
 * @param color whether words may be coloured
 */
public record Style(boolean headers, int width, boolean color) {
    public static final Style PLAIN = new Style(true, 0, false);
}
