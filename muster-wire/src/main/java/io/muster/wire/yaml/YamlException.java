package io.muster.wire.yaml;

/** The text is not YAML, or YAML that has no JSON equivalent. */
public final class YamlException extends RuntimeException {
    private final Position position;

    public YamlException(String message, Position position) {
        super(message);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
