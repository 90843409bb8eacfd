package io.muster.cli.setup.intake;

import io.muster.cli.setup.SetupFailure;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.ide.SettingsFile;
import io.muster.cli.setup.intake.Found.Broken;
import io.muster.cli.setup.intake.Found.Reading;
import io.muster.cli.setup.intake.Found.Servers;
import io.muster.wire.yaml.YamlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds and reads the settings of other programs. What a file is, its content decides; its place says whose it is. */
record Sources(Surroundings around) {
    /** Those that are there, each once. */
    List<Reading> found() {
        Map<Path, Optional<Ide>> files = new LinkedHashMap<>();
        for (var ide : Ide.values()) {
            ide.files(around).forEach(file -> files.putIfAbsent(file, Optional.of(ide)));
        }
        files.put(around.home().resolve(".docker").resolve("mcp").resolve("registry.yaml"), Optional.empty());
        return files.entrySet().stream()
                .filter(file -> Files.isRegularFile(file.getKey()))
                .map(file -> read(file.getKey(), file.getValue()))
                .toList();
    }

    /** Those that were named, which must be there and hold servers. */
    List<Reading> named(List<Path> files) {
        return files.stream().map(this::named).toList();
    }

    private Reading named(Path named) {
        var file = around.directory().resolve(named);
        if (!Files.exists(file)) {
            return new Broken(file, Optional.empty(), "there is no such file");
        }
        var reading = read(file, owner(file));
        return reading instanceof Servers(var servers) && servers.isEmpty()
                ? new Broken(file, Optional.empty(), "names no MCP servers in a form that is known")
                : reading;
    }

    private static Reading read(Path file, Optional<Ide> owner) {
        try {
            var text = new SettingsFile(file).read();
            return owner.isEmpty() && isYaml(file, text)
                    ? DockerSettings.read(file, text)
                    : JsonSettings.read(file, text, owner);
        } catch (YamlException e) {
            // What the reader says may quote the text.
            return new Broken(file, Optional.of(e.position()), "is not YAML here");
        } catch (SetupFailure e) {
            return new Broken(file, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isYaml(Path file, String text) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        var start = text.stripLeading();
        return name.endsWith(".yaml") || name.endsWith(".yml") || !(start.startsWith("{") || start.startsWith("/"));
    }

    /** Whose file it is, as far as its name tells. */
    private static Optional<Ide> owner(Path file) {
        var directory = Optional.ofNullable(file.toAbsolutePath().getParent())
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("");
        return switch (file.getFileName().toString()) {
            case "claude_desktop_config.json" -> Optional.of(Ide.CLAUDE_DESKTOP);
            case ".claude.json", ".mcp.json" -> Optional.of(Ide.CLAUDE_CODE);
            case "mcp_config.json" -> Optional.of(Ide.WINDSURF);
            case "mcp.json", "settings.json" ->
                switch (directory) {
                    case ".cursor" -> Optional.of(Ide.CURSOR);
                    case ".vscode", "User" -> Optional.of(Ide.VSCODE);
                    case ".zed", "zed", "Zed" -> Optional.of(Ide.ZED);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }
}
