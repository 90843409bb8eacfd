package io.muster.cli.repl;

import io.muster.cli.format.Text;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a tool or prompt wants to be given, when it was given nothing. Pure. */
final class ParameterHelp {
    private static final int WIDEST = 80;

    private ParameterHelp() {}

    /**
     * A parameter.
     *
     * @param values that are allowed; empty when there are too many to name
     */
    record Parameter(String name, String type, String description, boolean required, List<String> values) {
        private String sample() {
            return switch (type) {
                case "integer", "number" -> "1";
                case "boolean" -> "true";
                case "array" -> "[]";
                case "object" -> "{}";
                default -> values.isEmpty() ? "value" : values.getFirst();
            };
        }

        private String jsonSample() {
            return type.equals("string") || type.isEmpty() ? Json.text(new JsonString(sample())) : sample();
        }
    }

    /** The parameters of a tool by its schema, those that are required first. */
    static List<Parameter> ofTool(JsonObject schema) {
        var properties = schema.object("properties").orElse(JsonObject.EMPTY);
        var required = schema.array("required").orElse(JsonArray.EMPTY).values();
        return sorted(properties.members().stream()
                .map(member -> parameter(
                        member.name(),
                        member.value() instanceof JsonObject property ? property : JsonObject.EMPTY,
                        required.contains(new JsonString(member.name()))))
                .toList());
    }

    /** The arguments of a prompt. */
    static List<Parameter> ofPrompt(JsonObject prompt) {
        return sorted(prompt.values("arguments").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(argument -> new Parameter(
                        argument.text("name", ""),
                        "",
                        argument.text("description", ""),
                        argument.isTrue("required"),
                        List.of()))
                .toList());
    }

    private static Parameter parameter(String name, JsonObject property, boolean required) {
        var type = property.get("type").map(ParameterHelp::plain).orElse("");
        var values = type.equals("boolean")
                ? List.of("true", "false")
                : property.values("enum").stream().map(ParameterHelp::plain).toList();
        return new Parameter(name, type, property.text("description", ""), required, values);
    }

    private static String plain(JsonValue value) {
        return value instanceof JsonString text ? text.value() : Json.text(value);
    }

    private static List<Parameter> sorted(List<Parameter> parameters) {
        return parameters.stream()
                .sorted(Comparator.comparing((Parameter parameter) -> !parameter.required())
                        .thenComparing(Parameter::name))
                .toList();
    }

    /**
     * The help.
     *
     * @param command how the call begins, such as {@code call x_team_issues}
     * @param width of the terminal; 0 when there is none
     */
    static String text(String command, String description, List<Parameter> parameters, int width) {
        var room = Math.max(20, (width == 0 ? WIDEST : Math.min(width, WIDEST)) - 6);
        var out = new ArrayList<String>();
        if (!description.isBlank()) {
            out.addAll(Text.wrapped(description, room + 6));
            out.add("");
        }
        out.add("Parameters (* = required):");
        for (var parameter : parameters) {
            var type = parameter.type().isEmpty() ? "" : " (" + Text.line(parameter.type()) + ")";
            out.add("  " + (parameter.required() ? "* " : "  ") + Text.line(parameter.name()) + type);
            var about = parameter.description() + (parameter.type().equals("boolean") ? "" : values(parameter));
            if (!about.isBlank()) {
                Text.wrapped(about, room).forEach(line -> out.add("      " + line));
            }
        }
        out.add("");
        out.add("Examples:");
        out.add("  " + command + example(parameters));
        out.add("  " + command + " {" + json(parameters) + "}");
        return String.join("\n", out) + "\n";
    }

    private static String values(Parameter parameter) {
        return parameter.values().isEmpty() ? "" : " One of: " + String.join(", ", parameter.values()) + ".";
    }

    private static List<Parameter> shown(List<Parameter> parameters) {
        var required = parameters.stream().filter(Parameter::required).toList();
        return required.isEmpty() ? parameters.stream().limit(1).toList() : required;
    }

    private static String example(List<Parameter> parameters) {
        return shown(parameters).stream()
                .map(parameter -> " " + Text.line(parameter.name()) + "=" + Text.line(parameter.sample()))
                .collect(Collectors.joining());
    }

    private static String json(List<Parameter> parameters) {
        return shown(parameters).stream()
                .map(parameter ->
                        Json.text(new JsonString(Text.line(parameter.name()))) + ": " + parameter.jsonSample())
                .collect(Collectors.joining(", "));
    }
}
