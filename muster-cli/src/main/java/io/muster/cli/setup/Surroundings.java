package io.muster.cli.setup;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The machine and person for whom Muster is set up.
 *
 * @param home the home directory
 * @param directory the working directory, which may be a project
 * @param variables environment variables
 */
public record Surroundings(Path home, Path directory, Platform platform, Map<String, String> variables) {
    public Surroundings {
        home = home.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        variables = Map.copyOf(variables);
    }

    /** Operating systems, as far as programs keep their files in other places. */
    public enum Platform {
        LINUX,
        MAC,
        WINDOWS;

        static Platform named(String name) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.contains("mac")) {
                return MAC;
            }
            return lower.contains("windows") ? WINDOWS : LINUX;
        }
    }

    /** Those of this process. */
    public static Surroundings of(Map<String, String> variables) {
        return new Surroundings(
                Path.of(variables.getOrDefault("HOME", System.getProperty("user.home"))),
                Path.of(""),
                Platform.named(System.getProperty("os.name")),
                variables);
    }

    /** Where programs keep what they remember for a person. */
    public Path applicationData() {
        return switch (platform) {
            case MAC -> home.resolve("Library").resolve("Application Support");
            case WINDOWS -> at("APPDATA", home.resolve("AppData").resolve("Roaming"));
            case LINUX -> configuration();
        };
    }

    /** Where programs keep what people edit, on systems that follow the XDG base directory specification. */
    public Path configuration() {
        return at("XDG_CONFIG_HOME", home.resolve(".config"));
    }

    private Path at(String variable, Path otherwise) {
        var value = variables.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : Path.of(value);
    }

    /** A path as people write it. */
    public String shown(Path path) {
        var absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(home) && !absolute.equals(home)
                ? "~/" + home.relativize(absolute).toString().replace('\\', '/')
                : absolute.toString();
    }
}
