package io.muster.cli.format;

/** What a word or a line means to its reader, as a colour. */
public enum Tone {
    NEUTRAL(""),
    GOOD("\u001b[32m"),
    WARNING("\u001b[33m"),
    BAD("\u001b[31m"),
    /** Under way. */
    BUSY("\u001b[36m"),
    FAINT("\u001b[90m");

    private static final String RESET = "\u001b[0m";

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    public String paint(String text) {
        return this == NEUTRAL ? text : code + text + RESET;
    }
}
