package io.muster.gateway.metatool;

import io.muster.gateway.catalog.CatalogPrompt;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.NearestNames;
import io.muster.gateway.route.Reads;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Prompt;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;

/** {@code list_prompts}, {@code describe_prompt} and {@code get_prompt}. */
final class PromptTools {
    private final Catalogs catalogs;
    private final Reads reads;

    PromptTools(Catalogs catalogs, Reads reads) {
        this.catalogs = catalogs;
        this.reads = reads;
    }

    CallToolResult list(Caller caller) {
        var prompts = catalogs.of(caller).prompts();
        return prompts.isEmpty()
                ? CallToolResult.text("No prompts available")
                : Texts.indented(Excerpt.of(
                        prompts.stream()
                                .map(prompt -> JsonObject.builder()
                                        .put("name", prompt.name())
                                        .put("description", prompt.prompt().description())
                                        .build())
                                .toList(),
                        "name"));
    }

    CallToolResult describe(Arguments arguments, Caller caller) {
        var name = arguments.required("name");
        var catalog = catalogs.of(caller);
        return catalog.prompt(name)
                .map(CatalogPrompt::prompt)
                .map(PromptTools::description)
                .orElseGet(() -> CallToolResult.failure("Prompt not found: " + name
                        + NearestNames.hint(
                                NearestNames.to(name, catalog.prompts().stream().map(CatalogPrompt::name)))));
    }

    private static CallToolResult description(Prompt prompt) {
        var arguments = prompt.json().values("arguments").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(argument -> JsonObject.builder()
                        .put("description", argument.text("description", ""))
                        .put("name", argument.text("name", ""))
                        .put("required", argument.isTrue("required"))
                        .build())
                .toList();
        var json = JsonObject.builder();
        if (!arguments.isEmpty()) {
            json.put("arguments", JsonArray.of(arguments));
        }
        return Texts.indented(json.put("description", prompt.description())
                .put("name", prompt.name())
                .build());
    }

    McpOutcome read(Arguments arguments, CallScope scope) throws InterruptedException {
        var name = arguments.required("name");
        return Retrieval.of(
                "Prompt", () -> reads.prompt(name, asTexts(arguments.nested()), scope), PromptTools::messages);
    }

    /** Arguments of prompts are texts by the protocol; other values are written as JSON. */
    private static JsonObject asTexts(JsonObject arguments) {
        var texts = JsonObject.builder();
        arguments
                .members()
                .forEach(member -> texts.put(
                        member.name(), member.value() instanceof JsonString text ? text : text(member.value())));
        return texts.build();
    }

    private static JsonString text(JsonValue value) {
        return new JsonString(value.toString());
    }

    private static CallToolResult messages(JsonObject result) {
        return Texts.indented(JsonArray.of(result.values("messages").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(message -> JsonObject.builder()
                        .put("role", message.text("role", ""))
                        .put("content", content(message.get("content").orElse(JsonNull.NULL)))
                        .build())
                .toList()));
    }

    private static JsonValue content(JsonValue content) {
        if (CallEnvelope.isBinary(content) && content instanceof JsonObject binary) {
            return CallEnvelope.mention(binary);
        }
        return content instanceof JsonObject object && object.text("type", "").equals("resource")
                ? object.with("type", "embeddedResource")
                : content;
    }
}
