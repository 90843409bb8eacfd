package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.format.Text;
import io.muster.cli.repl.ParameterHelp.Parameter;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code prompt}: the messages of a prompt. */
record PromptCommand(Desk desk) implements ReplCommand {
    private static final About ABOUT = new About(
            "prompt",
            List.of("template"),
            "prompt <name> [key=value ...] or prompt <name> {json}",
            "Show the messages of a prompt");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() < 2) {
            throw ABOUT.misused();
        }
        var name = words.get(1).text();
        var given = words.subList(2, words.size());
        var prompt = desk.listings().require(Listing.PROMPTS, name);
        var parameters = ParameterHelp.ofPrompt(prompt);
        if (given.isEmpty() && parameters.stream().anyMatch(Parameter::required)) {
            desk.out()
                    .result(ParameterHelp.text(
                            "prompt " + name,
                            prompt.text("description", ""),
                            parameters,
                            desk.out().width()));
            return;
        }
        show(name, Arguments.of(given, asTexts(parameters)));
    }

    /** Arguments of prompts are texts, whatever they look like. */
    private static JsonObject asTexts(List<Parameter> parameters) {
        var properties = JsonObject.builder();
        parameters.forEach(parameter -> properties.put(parameter.name(), JsonObject.of("type", "string")));
        return JsonObject.of("properties", properties.build());
    }

    private void show(String name, JsonObject arguments) throws InterruptedException {
        var question = JsonObject.builder()
                .put("name", name)
                .put("arguments", arguments)
                .build();
        var answer = desk.server().call("get_prompt", question, desk.reply());
        if (answer.isError()) {
            throw new SessionFailure(ResultText.message(answer));
        }
        desk.out().hint("Messages:");
        if (!(Listings.json(answer).orElse(JsonArray.EMPTY) instanceof JsonArray messages) || messages.isEmpty()) {
            desk.out().painted(new ResultText(desk.out().results()).of(answer));
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof JsonObject message) {
                desk.out().result("[" + (i + 1) + "] Role: " + Text.line(message.text("role", "?")));
                desk.out().painted(content(message));
            }
        }
    }

    private String content(JsonObject message) {
        var content = message.object("content").orElse(JsonObject.EMPTY);
        var result = new CallToolResult(JsonObject.of("content", JsonArray.of(content)));
        return "Content: " + new ResultText(desk.out().results()).of(result);
    }

    @Override
    public List<Choice> choices(List<String> before) {
        if (before.size() == 1) {
            return Choices.named(desk.listings().glance(Listing.PROMPTS).items(Listing.PROMPTS), "name");
        }
        var prompt = desk.listings().glance(Listing.PROMPTS, before.get(1));
        return Choices.arguments(ParameterHelp.ofPrompt(prompt), before.subList(2, before.size()));
    }
}
