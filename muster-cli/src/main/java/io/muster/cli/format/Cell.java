package io.muster.cli.format;

/** A word in a table, and whether it is good or bad news. */
record Cell(String text, Tone tone) {
    static final Cell NOTHING = of("-");

    static Cell of(String text) {
        return new Cell(text, Tone.NEUTRAL);
    }
}
