package io.muster.cli.format;

import io.muster.cli.context.Contexts;
import io.muster.cli.context.NamedContext;
import io.muster.wire.json.JsonObject;

/** What contexts look like. */
public final class ContextView {
    private ContextView() {}

    /** All of them, the current one marked. */
    public static String list(Contexts contexts) {
        var name = "NAME".length();
        for (var context : contexts.all()) {
            name = Math.max(name, Text.length(Text.line(context.name())));
        }
        var out = new StringBuilder(line("CURRENT", "NAME", name, "ENDPOINT"));
        for (var context : contexts.all()) {
            var mark = contexts.current().filter(context.name()::equals).isPresent() ? "*" : "";
            out.append(line(mark, Text.line(context.name()), name, Text.line(context.endpoint())));
        }
        return out.toString();
    }

    private static String line(String mark, String name, int width, String endpoint) {
        var gap = " ".repeat(width - Text.length(name) + 2);
        return "%-7s  ".formatted(mark) + name + gap + endpoint + "\n";
    }

    /** One of them, as text, JSON or YAML. */
    public static String show(NamedContext context, boolean current, String format) {
        var settings = context.settings();
        if (format.equals("text")) {
            var out = new StringBuilder("Name:      " + Text.line(context.name()) + "\n");
            out.append("Endpoint:  ").append(Text.line(context.endpoint())).append('\n');
            out.append("Current:   ").append(current ? "yes" : "no").append('\n');
            if (!settings.isEmpty()) {
                out.append("Settings:\n");
                settings.members()
                        .forEach(member -> out.append("  ")
                                .append(Text.line(member.name()))
                                .append(": ")
                                .append(Cells.inline(member.value()))
                                .append('\n'));
            }
            return out.toString();
        }
        var json = JsonObject.builder()
                .put("name", context.name())
                .put("endpoint", context.endpoint())
                .put("current", current);
        if (!settings.isEmpty()) {
            json.put("settings", settings);
        }
        var data = format.equals("json") ? OutputFormat.JSON : OutputFormat.YAML;
        return new Results(data, Style.PLAIN).data(json.build());
    }
}
