package io.muster.cli.repl;

import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers to questions of the server. What a person can answer is put to that person while a command runs; everything
 * else is declined, and that is said.
 *
 * @param interactive whether a person is there
 * @param turn the command that runs
 */
record Answers(Output out, boolean interactive, Supplier<Optional<Turn>> turn) {
    McpOutcome to(String method, JsonObject params) throws InterruptedException {
        return switch (method) {
            case "elicitation/create" -> {
                var running = turn.get();
                yield running.isPresent() ? running.get().ask(params) : unanswered(params);
            }
            case "sampling/createMessage" -> declined("a model's answer (sampling); this program has no model");
            case "roots/list" -> declined("working directories (roots); this program shares none");
            default -> new McpOutcome.Failed(McpError.methodNotFound(method + " is not known here"));
        };
    }

    /** Cancels a question that nobody can be asked. */
    McpOutcome unanswered(JsonObject params) {
        var why = interactive ? "no command is running: " : "nobody is here to answer: ";
        out.notice(
                Tone.WARNING, "Cancelled a question of the server, as " + why + Text.line(params.text("message", "")));
        return Question.CANCELLED;
    }

    private McpOutcome declined(String what) {
        out.notice(Tone.WARNING, "Declined: the server asked for " + what + ".");
        return new McpOutcome.Failed(McpError.methodNotFound("declined: asked for " + what));
    }
}
