package io.muster.gateway.metatool;

import io.muster.gateway.catalog.CatalogResource;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.NearestNames;
import io.muster.gateway.route.Reads;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ResourceEntry;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;

/** {@code list_resources}, {@code describe_resource} and {@code get_resource}. */
final class ResourceTools {
    private final Catalogs catalogs;
    private final Reads reads;

    ResourceTools(Catalogs catalogs, Reads reads) {
        this.catalogs = catalogs;
        this.reads = reads;
    }

    CallToolResult list(Caller caller) {
        var resources = catalogs.of(caller).resources();
        return resources.isEmpty()
                ? CallToolResult.text("No resources available")
                : Texts.indented(Excerpt.of(
                        resources.stream()
                                .map(CatalogResource::entry)
                                .map(ResourceTools::item)
                                .toList(),
                        "uri"));
    }

    private static JsonObject item(ResourceEntry entry) {
        var json = JsonObject.builder().put("uri", entry.uri()).put("name", entry.name());
        var description = entry.description().isEmpty() ? entry.name() : entry.description();
        if (!description.isEmpty()) {
            json.put("description", description);
        }
        if (!entry.mimeType().isEmpty()) {
            json.put("mimeType", entry.mimeType());
        }
        return json.build();
    }

    CallToolResult describe(Arguments arguments, Caller caller) {
        var uri = arguments.required("uri");
        var catalog = catalogs.of(caller);
        return catalog.listedResource(uri)
                .map(CatalogResource::entry)
                .map(entry -> Texts.indented(JsonObject.builder()
                        .put("description", entry.description())
                        .put("mimeType", entry.mimeType())
                        .put("name", entry.name())
                        .put("uri", entry.uri())
                        .build()))
                .orElseGet(() -> CallToolResult.failure("Resource not found: " + uri
                        + NearestNames.hint(NearestNames.to(
                                uri, catalog.resources().stream().map(CatalogResource::uri)))));
    }

    McpOutcome read(Arguments arguments, CallScope scope) throws InterruptedException {
        var uri = arguments.required("uri");
        return Retrieval.of("Resource", () -> reads.resource(uri, scope), ResourceTools::contents);
    }

    /** Texts in one item; what is binary is mentioned there and follows as embedded resource. */
    private static CallToolResult contents(JsonObject result) {
        var texts = new ArrayList<String>();
        var items = new ArrayList<JsonValue>();
        for (var content : result.values("contents")) {
            if (content instanceof JsonObject object) {
                var blob = object.text("blob");
                texts.add(blob.map(data -> "[Binary data: " + data.length() + " bytes]")
                        .orElseGet(() -> object.text("text", "")));
                if (blob.isPresent()) {
                    items.add(JsonObject.builder()
                            .put("type", "resource")
                            .put("resource", object)
                            .build());
                }
            }
        }
        items.addFirst(JsonObject.builder()
                .put("type", "text")
                .put("text", String.join("\n", texts))
                .build());
        return new CallToolResult(JsonObject.of("content", JsonArray.of(items)));
    }
}
