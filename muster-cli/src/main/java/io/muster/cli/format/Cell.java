package io.muster.cli.format;

/** A word in a table, and whether it is good or bad news. */
record Cell(String text, Tone tone) {
    static final Cell NOTHING = of("-");

    /** What the word means to its reader. */
    enum Tone {
        NEUTRAL(""),
        GOOD("\u001b[32m"),
        WARNING("\u001b[33m"),
        BAD("\u001b[31m");

        private static final String RESET = "\u001b[0m";

        private final String code;

        Tone(String code) {
            this.code = code;
        }

        String paint(String text) {
            return this == NEUTRAL ? text : code + text + RESET;
        }
    }

    static Cell of(String text) {
        return new Cell(text, Tone.NEUTRAL);
    }
}
