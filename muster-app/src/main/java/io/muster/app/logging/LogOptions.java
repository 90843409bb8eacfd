package io.muster.app.logging;

import java.util.Map;

/**
 * What is logged, and how.
 *
 * @param threshold the least level
 * @param format of lines
 */
public record LogOptions(Threshold threshold, Format format) {

    /** The least level that is logged. */
    public enum Threshold {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        SILENT
    }

    /** How a line looks. */
    public enum Format {
        KEY_VALUE,
        JSON
    }

    /**
     * Flags win over {@code MUSTER_LOG_LEVEL}; in a cluster lines are JSON.
     *
     * @param debug {@code --debug}
     * @param silent {@code --silent}
     */
    public static LogOptions of(boolean debug, boolean silent, Map<String, String> environment) {
        var format = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty() ? Format.KEY_VALUE : Format.JSON;
        if (silent) {
            return new LogOptions(Threshold.SILENT, format);
        }
        return new LogOptions(debug ? Threshold.DEBUG : named(environment), format);
    }

    private static Threshold named(Map<String, String> environment) {
        var name = environment.getOrDefault("MUSTER_LOG_LEVEL", "");
        for (var threshold : Threshold.values()) {
            if (threshold.name().equalsIgnoreCase(name)) {
                return threshold;
            }
        }
        return Threshold.INFO;
    }
}
