package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.mcp.Prompt;
import io.muster.mcp.ResourceEntry;
import io.muster.mcp.Tool;
import io.muster.oauth.store.StoredForm;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.Fields;
import java.util.List;
import java.util.function.Function;

/**
 * What a session was offered.
 *
 * @param era of the backend's name
 */
record RecordedOffer(String era, Inventory inventory) {
    /** Made once for each store, because it tells once what it cannot read. */
    static StoredForm<RecordedOffer> form() {
        return new StoredForm<>("what a session was offered", RecordedOffer::write, RecordedOffer::read);
    }

    private static JsonObject write(RecordedOffer offer) {
        var inventory = JsonObject.builder()
                .put("tools", array(offer.inventory().tools(), Tool::json))
                .put("resources", array(offer.inventory().resources(), ResourceEntry::json))
                .put("resourceTemplates", array(offer.inventory().resourceTemplates(), ResourceEntry::json))
                .put("prompts", array(offer.inventory().prompts(), Prompt::json))
                .build();
        return JsonObject.of("era", offer.era()).with("inventory", Deflated.text(Json.bytes(inventory)));
    }

    private static <T> JsonArray array(List<T> entries, Function<T, JsonObject> json) {
        return JsonArray.of(entries.stream().map(json).toList());
    }

    private static RecordedOffer read(Fields fields) {
        var inventory = Json.parse(Deflated.bytes(fields.text("inventory").orElseThrow()));
        if (!(inventory instanceof JsonObject lists)) {
            throw new IllegalArgumentException("no inventory");
        }
        return new RecordedOffer(
                fields.text("era").orElseThrow(),
                new Inventory(
                        entries(lists, "tools", Tool::new),
                        entries(lists, "resources", ResourceEntry::new),
                        entries(lists, "resourceTemplates", ResourceEntry::new),
                        entries(lists, "prompts", Prompt::new)));
    }

    private static <T> List<T> entries(JsonObject lists, String name, Function<JsonObject, T> entry) {
        return lists.array(name).orElseThrow().values().stream()
                .map(RecordedOffer::object)
                .map(entry)
                .toList();
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("an entry that is no object");
    }
}
