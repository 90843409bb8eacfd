package io.muster.app.config;

/** The configuration cannot be used. The message is one line that names the file, the places and what is wrong. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
