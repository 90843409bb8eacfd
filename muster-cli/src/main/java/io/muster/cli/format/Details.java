package io.muster.cli.format;

import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The views of one thing: an object, a workflow, the run of a workflow. */
final class Details {
    private final Style style;

    Details(Style style) {
        this.style = style;
    }

    /** Any object: its members by name. */
    String properties(JsonObject object) {
        var table = new Table("PROPERTY", "VALUE");
        var isRemote = object.text("type")
                .filter(type -> type.equals("streamable-http") || type.equals("sse"))
                .isPresent();
        for (var name : new TreeSet<>(object.names())) {
            var label = name.equals("autoStart") && isRemote ? "autoConnect" : Text.line(name);
            table.row(List.of(Cell.of(label), Cells.whole(name, object)));
        }
        return table.render(style);
    }

    String workflow(JsonObject workflow) {
        var head = new Table("PROPERTY", "VALUE");
        for (var name : List.of("name", "description", "available")) {
            if (workflow.has(name)) {
                head.row(List.of(Cell.of(name), Cells.whole(name, workflow)));
            }
        }
        return head.render(style) + arguments(workflow) + steps(workflow);
    }

    private String arguments(JsonObject workflow) {
        var arguments = workflow.object("args").orElse(JsonObject.EMPTY);
        if (arguments.isEmpty()) {
            return "";
        }
        var table = new Table("ARGUMENT", "TYPE", "DESCRIPTION", "REQUIRED");
        for (var member : arguments.members()) {
            var argument = member.value() instanceof JsonObject object ? object : JsonObject.EMPTY;
            var standard = argument.get("default")
                    .map(value -> " (default: " + Cells.inline(value) + ")")
                    .orElse("");
            table.row(
                    member.name(),
                    argument.text("type", "-"),
                    argument.text("description", "") + standard,
                    argument.isTrue("required") ? "Yes" : "No");
        }
        return "\nInput Args:\n" + table.render(style);
    }

    private String steps(JsonObject workflow) {
        var steps = workflow.values("steps");
        if (steps.isEmpty()) {
            return "";
        }
        var table = new Table("STEP", "TOOL", "DESCRIPTION");
        for (var value : steps) {
            var step = value instanceof JsonObject object ? object : JsonObject.EMPTY;
            table.row(step.text("id", "-"), tool(step), step.text("description", "-"));
        }
        return "\nWorkflow Steps:\n" + table.render(style);
    }

    private static String tool(JsonObject step) {
        return step.text("tool")
                .orElseGet(() -> step.has("forEach") ? "(forEach)" : step.has("parallel") ? "(parallel)" : "-");
    }

    /** The run of a workflow, whether from the journal or just ended. */
    String execution(JsonObject run) {
        var status = run.text("status", "unknown");
        var word = status.isEmpty() ? "Unknown" : status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1);
        var head = new Table("PROPERTY", "VALUE");
        for (var name :
                List.of("execution_id", "workflow", "workflow_name", "status", "started_at", "duration_ms", "error")) {
            if (run.has(name)) {
                head.row(List.of(Cell.of(name), Cells.whole(name, run)));
            }
        }
        return "Workflow Execution " + Text.line(word) + "\n\n" + head.render(style) + input(run) + results(run);
    }

    private String input(JsonObject run) {
        var input = run.object("input").orElse(JsonObject.EMPTY);
        if (input.isEmpty()) {
            return "";
        }
        var table = new Table("PARAMETER", "VALUE");
        input.members().forEach(member -> table.row(member.name(), Cells.inline(member.value())));
        return "\nInput Parameters:\n" + table.render(style);
    }

    private String results(JsonObject run) {
        var table = new Table("STEP", "STATUS", "DETAILS");
        var steps = run.values("steps");
        for (var value : steps) {
            if (value instanceof JsonObject step) {
                table.row(List.of(
                        Cell.of(Text.line(step.text("id", step.text("step_id", "-")))),
                        Cells.of("status", step),
                        Cell.of(detail(step))));
            }
        }
        return steps.isEmpty() ? "" : "\nStep Results:\n" + table.render(style);
    }

    private static String detail(JsonObject step) {
        JsonValue told = step.get("error").or(() -> step.get("result")).orElse(JsonNull.NULL);
        return told instanceof JsonNull ? "-" : Text.cut(Cells.inline(told), 60);
    }
}
