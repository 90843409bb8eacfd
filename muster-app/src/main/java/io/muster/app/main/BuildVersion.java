package io.muster.app.main;

import io.muster.cli.command.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is, as the build wrote it down. */
final class BuildVersion {
    private BuildVersion() {}

    static Program.Version read() {
        var properties = new Properties();
        try (var resource = BuildVersion.class.getResourceAsStream("version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Program.Version(
                known(properties, "number", "dev"), known(properties, "commit", ""), known(properties, "built", ""));
    }

    /** A value; outside of a checkout the build leaves its placeholders unfilled. */
    private static String known(Properties properties, String key, String otherwise) {
        var value = properties.getProperty(key, otherwise);
        return value.startsWith("${") ? otherwise : value;
    }
}
