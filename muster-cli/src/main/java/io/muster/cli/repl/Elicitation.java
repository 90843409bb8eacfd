package io.muster.cli.repl;

import io.muster.cli.argument.ArgumentFailure;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts a question of a server to the person: accept, decline or cancel, and the fields of the form one by one. */
record Elicitation(Screen screen) implements Question.Dialogue {
    private static final List<String> DECISIONS = List.of("accept", "decline", "cancel");
    private static final int LONGEST_MESSAGE = 2_000;

    /** The person does not want to go on. */
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super(null, null, false, false);
        }
    }

    @Override
    public McpOutcome hold(JsonObject params) {
        try {
            return answered(params);
        } catch (Stopped cancel) {
            screen.note(Tone.FAINT, "Cancelled.");
            return Question.CANCELLED;
        }
    }

    private McpOutcome answered(JsonObject params) {
        var isUrl = params.text("mode", "form").equals("url");
        screen.note(Tone.WARNING, "The server asks: " + Text.cut(visible(params.text("message", "")), LONGEST_MESSAGE));
        if (isUrl) {
            screen.note(Tone.NEUTRAL, "It wants you to open this page; nothing is opened by itself:");
            screen.note(Tone.NEUTRAL, "  " + Text.line(params.text("url", "")));
        }
        var form = isUrl
                ? new Form(List.of())
                : Form.of(params.object("requestedSchema").orElse(JsonObject.EMPTY));
        var decision = decision();
        if (!decision.equals("accept")) {
            return new McpOutcome.Complete(JsonObject.of("action", decision));
        }
        var answer = JsonObject.builder().put("action", "accept");
        return new McpOutcome.Complete(
                isUrl ? answer.build() : answer.put("content", content(form)).build());
    }

    private static String visible(String message) {
        return Text.visible(message).strip();
    }

    private String decision() {
        while (true) {
            var text = line("accept, decline or cancel? ", DECISIONS).toLowerCase(Locale.ROOT);
            var chosen = DECISIONS.stream()
                    .filter(decision -> !text.isEmpty() && decision.startsWith(text))
                    .findFirst();
            if (chosen.isPresent()) {
                return chosen.get();
            }
        }
    }

    private JsonObject content(Form form) {
        var content = JsonObject.builder();
        for (var field : form.fields()) {
            if (!field.description().isEmpty()) {
                screen.note(Tone.FAINT, field.description());
            }
            value(field).ifPresent(value -> content.put(field.name(), value));
        }
        return content.build();
    }

    private Optional<JsonValue> value(FormField field) {
        while (true) {
            var text = line(field.question(), field.choices());
            if (text.isEmpty() && (field.standard().isPresent() || !field.required())) {
                return field.standard();
            }
            try {
                return Optional.of(field.read(text));
            } catch (ArgumentFailure wrong) {
                screen.note(Tone.BAD, Text.line(String.valueOf(wrong.getMessage())));
            }
        }
    }

    private String line(String question, List<String> choices) {
        return switch (screen.ask(question, choices)) {
            case Input.Line(var text) -> text.strip();
            case Input.Interrupted _, Input.End _ -> throw new Stopped();
        };
    }
}
