package io.muster.app.config;

import java.nio.file.Path;
import java.util.Map;

/** Finds the configuration directory. */
public final class ConfigDirectory {
    private ConfigDirectory() {}

    /**
     * The value of {@code --config-path} if it is not empty, else {@code MUSTER_CONFIG_PATH}, else
     * {@code ~/.config/muster}.
     *
     * @throws ConfigException when there is nothing to go by
     */
    public static Path resolve(String configPath, Map<String, String> environment) {
        if (!configPath.isEmpty()) {
            return absolute(configPath);
        }
        var variable = environment.getOrDefault("MUSTER_CONFIG_PATH", "");
        if (!variable.isEmpty()) {
            return absolute(variable);
        }
        var home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new ConfigException(
                    "HOME is not set: name the configuration directory by --config-path or MUSTER_CONFIG_PATH");
        }
        return absolute(home).resolve(".config").resolve("muster");
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
