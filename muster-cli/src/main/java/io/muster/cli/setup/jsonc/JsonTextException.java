package io.muster.cli.setup.jsonc;

import io.muster.wire.yaml.Position;

/** The text cannot be read, or not be changed as wanted. The message never repeats what the text says. */
public final class JsonTextException extends RuntimeException {
    private final Position position;

    JsonTextException(String message, Position position) {
        super(message);
        this.position = position;
    }

    /** Where the fault is. */
    public Position position() {
        return position;
    }
}
