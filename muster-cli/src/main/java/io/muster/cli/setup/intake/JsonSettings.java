package io.muster.cli.setup.intake;

import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.intake.Found.Broken;
import io.muster.cli.setup.intake.Found.Origin;
import io.muster.cli.setup.intake.Found.Reading;
import io.muster.cli.setup.intake.Found.Servers;
import io.muster.cli.setup.jsonc.Dialect;
import io.muster.cli.setup.jsonc.JsonText;
import io.muster.cli.setup.jsonc.JsonTextException;
import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads servers from JSON settings; the member that holds them tells the format. */
final class JsonSettings {
    private final Path file;
    private final Optional<Ide> owner;
    private final JsonText text;
    private final List<Found> found = new ArrayList<>();

    private JsonSettings(Path file, Optional<Ide> owner, JsonText text) {
        this.file = file;
        this.owner = owner;
        this.text = text;
    }

    static Reading read(Path file, String text, Optional<Ide> owner) {
        try {
            var dialect = owner.map(Ide::dialect).orElse(Dialect.COMMENTED);
            return new JsonSettings(file, owner, JsonText.parse(text, dialect)).servers();
        } catch (JsonTextException e) {
            return new Broken(file, Optional.of(e.position()), String.valueOf(e.getMessage()));
        }
    }

    private Servers servers() {
        collect(List.of("mcpServers"), owner);
        var isClaudeCode = Optional.of(owner.orElse(Ide.CLAUDE_CODE));
        text.value()
                .object("projects")
                .map(JsonObject::names)
                .orElse(List.of())
                .forEach(project -> collect(List.of("projects", project, "mcpServers"), isClaudeCode));
        collect(List.of("servers"), Optional.of(Ide.VSCODE));
        collect(List.of("mcp.servers"), Optional.of(Ide.VSCODE));
        collect(List.of("mcp", "servers"), Optional.of(Ide.VSCODE));
        collect(List.of("context_servers"), Optional.of(Ide.ZED));
        return new Servers(found);
    }

    private void collect(List<String> path, Optional<Ide> program) {
        var section = Optional.of(text.value());
        for (var name : path) {
            section = section.flatMap(object -> object.object(name));
        }
        for (var member : section.orElse(JsonObject.EMPTY).members()) {
            var place = new ArrayList<>(path);
            place.add(member.name());
            var origin = new Origin(
                    file,
                    program.map(Ide::title).orElse("mcpServers"),
                    text.position(place),
                    program.map(JsonSettings::replacesBareVariables).orElse(true));
            found.add(new Found(origin, member.name(), member.value(), List.of(), Optional.empty()));
        }
    }

    private static boolean replacesBareVariables(Ide ide) {
        return switch (ide) {
            case CLAUDE_CODE, WINDSURF -> true;
            case CLAUDE_DESKTOP, CURSOR, VSCODE, ZED -> false;
        };
    }
}
