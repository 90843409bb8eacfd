package io.muster.cli.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The values of {@code --output}. */
public enum OutputFormat {
    TABLE,
    WIDE,
    JSON,
    YAML;

    public static final List<String> NAMES = List.of("table", "wide", "json", "yaml");

    public static Optional<OutputFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Whether a program is to read it. */
    public boolean isData() {
        return this == JSON || this == YAML;
    }
}
