package io.muster.wire.json;

/** The text is not JSON, or is JSON that costs more than the reader's {@link JsonLimits} allow. */
public final class JsonException extends RuntimeException {
    /** Why a document was refused. */
    public enum Reason {
        MALFORMED,
        DUPLICATE_NAME,
        TOO_DEEP,
        TOO_LARGE
    }

    private final Reason reason;
    private final int line;
    private final int column;

    public JsonException(Reason reason, String message, int line, int column) {
        super(message);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    public Reason reason() {
        return reason;
    }

    /** Line of the fault, from 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** Column of the fault, from 1; 0 when unknown. */
    public int column() {
        return column;
    }
}
