package io.muster.cli.setup.ide;

import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.jsonc.Dialect;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program that uses MCP servers: where its settings are and how they look. Facts are from the public documentation of
 * each program.
 */
public enum Ide {
    CLAUDE_DESKTOP("claude-desktop", "Claude Desktop", Dialect.STRICT, "mcpServers") {
        @Override
        public Path settings(Surroundings around) {
            return around.applicationData().resolve("Claude").resolve("claude_desktop_config.json");
        }
    },
    CLAUDE_CODE("claude-code", "Claude Code", Dialect.STRICT, "mcpServers") {
        @Override
        public Path settings(Surroundings around) {
            return around.home().resolve(".claude.json");
        }

        @Override
        List<Path> others(Surroundings around) {
            return List.of(around.directory().resolve(".mcp.json"));
        }
    },
    CURSOR("cursor", "Cursor", Dialect.COMMENTED, "mcpServers") {
        @Override
        public Path settings(Surroundings around) {
            return around.home().resolve(".cursor").resolve("mcp.json");
        }

        @Override
        List<Path> others(Surroundings around) {
            return List.of(around.directory().resolve(".cursor").resolve("mcp.json"));
        }
    },
    VSCODE("vscode", "VS Code", Dialect.COMMENTED, "servers") {
        @Override
        public Path settings(Surroundings around) {
            return user(around).resolve("mcp.json");
        }

        @Override
        List<Path> others(Surroundings around) {
            var project = around.directory().resolve(".vscode");
            return List.of(
                    user(around).resolve("settings.json"),
                    project.resolve("mcp.json"),
                    project.resolve("settings.json"));
        }

        private static Path user(Surroundings around) {
            return around.applicationData().resolve("Code").resolve("User");
        }
    },
    WINDSURF("windsurf", "Windsurf", Dialect.STRICT, "mcpServers") {
        @Override
        public Path settings(Surroundings around) {
            return around.home().resolve(".codeium").resolve("windsurf").resolve("mcp_config.json");
        }
    },
    ZED("zed", "Zed", Dialect.COMMENTED, "context_servers") {
        @Override
        public Path settings(Surroundings around) {
            return around.platform() == Surroundings.Platform.WINDOWS
                    ? around.applicationData().resolve("Zed").resolve("settings.json")
                    : around.configuration().resolve("zed").resolve("settings.json");
        }

        @Override
        List<Path> others(Surroundings around) {
            return List.of(around.directory().resolve(".zed").resolve("settings.json"));
        }
    };

    private final String word;
    private final String title;
    private final Dialect dialect;
    private final String section;

    Ide(String word, String title, Dialect dialect, String section) {
        this.word = word;
        this.title = title;
        this.dialect = dialect;
        this.section = section;
    }

    /** The file in which a person's servers are, whatever the project. */
    public abstract Path settings(Surroundings around);

    /** Further files in which servers may be. */
    List<Path> others(Surroundings around) {
        return List.of();
    }

    /** All files in which servers may be, present or not. */
    public List<Path> files(Surroundings around) {
        var files = new ArrayList<>(List.of(settings(around)));
        files.addAll(others(around));
        return List.copyOf(files);
    }

    /** The word on the command line. */
    public String word() {
        return word;
    }

    /** The name that people know. */
    public String title() {
        return title;
    }

    public Dialect dialect() {
        return dialect;
    }

    public static Optional<Ide> of(String word) {
        return Arrays.stream(values()).filter(ide -> ide.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Ide::word).toList();
    }

    /** Where the servers are in a file; VS Code has them elsewhere in its general settings. */
    public List<String> section(Path file, JsonObject content) {
        if (this == VSCODE && content.object("mcp.servers").isPresent()) {
            return List.of("mcp.servers");
        }
        if (this == VSCODE && file.endsWith("settings.json")) {
            return List.of("mcp", section);
        }
        return List.of(section);
    }

    /** Whether the program connects to a URL itself. */
    public boolean connectsByUrl() {
        return this != CLAUDE_DESKTOP;
    }

    /** The entry for Muster. */
    public JsonObject entry(Link link) {
        return switch (link) {
            case Link.Url(var url) -> byUrl(url.toString());
            case Link.Command command -> byCommand(command);
        };
    }

    private JsonObject byUrl(String url) {
        return switch (this) {
            case CLAUDE_CODE, VSCODE ->
                JsonObject.builder().put("type", "http").put("url", url).build();
            case WINDSURF -> JsonObject.of("serverUrl", url);
            case CURSOR, ZED, CLAUDE_DESKTOP -> JsonObject.of("url", url);
        };
    }

    private JsonObject byCommand(Link.Command command) {
        var entry = JsonObject.builder();
        switch (this) {
            case CLAUDE_CODE, VSCODE -> entry.put("type", "stdio");
            case ZED -> entry.put("source", "custom");
            case CLAUDE_DESKTOP, CURSOR, WINDSURF -> {
                // The command alone says what it is.
            }
        }
        return entry.put("command", command.program())
                .put("args", JsonArray.ofStrings(command.arguments()))
                .build();
    }
}
