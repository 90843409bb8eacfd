package io.muster.cli.setup.intake;

import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.intake.Found.Broken;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.yaml.YamlDocument;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What an intake led to; nothing of it that is printed is secret. */
public final class IntakeReport {
    private final Surroundings around;
    private final Path directory;
    private final boolean dryRun;
    private final List<Outcome> outcomes;
    private final List<Broken> broken;

    IntakeReport(Surroundings around, Path directory, boolean dryRun, List<Outcome> outcomes, List<Broken> broken) {
        this.around = around;
        this.directory = directory;
        this.dryRun = dryRun;
        this.outcomes = List.copyOf(outcomes);
        this.broken = List.copyOf(broken);
    }

    /** Whether every file could be read and every definition kept. */
    public boolean isComplete() {
        return broken.isEmpty() && outcomes.stream().noneMatch(outcome -> outcome.kind() == Outcome.Kind.TAKEN);
    }

    /** For people. */
    public void print(PrintWriter out) {
        if (outcomes.isEmpty() && broken.isEmpty()) {
            out.println("No settings with MCP servers were found. Name a file: muster import FILE");
            return;
        }
        outcomes.forEach(outcome -> print(outcome, out));
        broken.forEach(file -> out.println("broken: " + place(file) + ": " + file.message()));
        var kept = outcomes.stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.IMPORTED || outcome.kind() == Outcome.Kind.PLANNED)
                .count();
        out.println();
        out.println((dryRun ? "Would import " : "Imported ") + kept + " of " + outcomes.size() + " servers into "
                + around.shown(directory.resolve("mcpservers")));
    }

    private void print(Outcome outcome, PrintWriter out) {
        var origin = outcome.found().origin();
        out.println(outcome.kind().words() + ": " + title(outcome) + "  (" + origin.program() + ", "
                + around.shown(origin.file()) + ":" + origin.position().line() + ")");
        outcome.notes().forEach(note -> out.println("    " + note));
        if (outcome.kind() == Outcome.Kind.TAKEN) {
            out.println("    a definition of that name appeared in the meantime; run the import again");
        }
        if (outcome.kind() == Outcome.Kind.PLANNED) {
            YamlDocument.write(Masked.spec(outcome.spec())).lines().forEach(line -> out.println("    | " + line));
        }
    }

    private static String title(Outcome outcome) {
        var there = outcome.found().name().replaceAll("\\p{Cntrl}", "?");
        return outcome.name().isEmpty() || outcome.name().equals(there) ? there : there + " as " + outcome.name();
    }

    private String place(Broken file) {
        return around.shown(file.file())
                + file.position().map(at -> ":" + at.line() + ":" + at.column()).orElse("");
    }

    /** For programs. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("directory", directory.toString())
                .put("dryRun", dryRun)
                .put(
                        "servers",
                        JsonArray.of(outcomes.stream().map(IntakeReport::json).toList()))
                .put(
                        "broken",
                        JsonArray.of(broken.stream().map(IntakeReport::json).toList()))
                .build();
    }

    private static JsonObject json(Outcome outcome) {
        var origin = outcome.found().origin();
        var json = JsonObject.builder()
                .put("source", outcome.found().name())
                .put("program", origin.program())
                .put("file", origin.file().toString())
                .put("line", origin.position().line())
                .put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (!outcome.name().isEmpty()) {
            json.put("name", outcome.name()).put("spec", Masked.spec(outcome.spec()));
        }
        return json.put("notes", JsonArray.ofStrings(outcome.notes())).build();
    }

    private static JsonObject json(Broken file) {
        var json = JsonObject.builder().put("file", file.file().toString());
        file.position().ifPresent(at -> json.put("line", at.line()).put("column", at.column()));
        return json.put("problem", file.message()).build();
    }
}
