package io.muster.gateway.metatool;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** Lists of what backends say of their things, as long as every reader, and this process, can bear. */
final class Excerpt {
    /** Bytes of a list; a longer one is of no use to a model, and refused by many clients. */
    static final int ROOM = 4 << 20;

    /** More than any honest name has. */
    private static final int LEAST_SHARE = 250;

    private Excerpt() {}

    /**
     * The whole list if there is room for it. Else each entry gets an equal share: texts beyond it are cut, and entries whose
     * key is longer left out.
     *
     * @param key of the member that must be whole to be of use
     */
    static JsonArray of(List<JsonObject> entries, String key) {
        if (entries.stream().mapToLong(Json::sizeHint).sum() <= ROOM) {
            return JsonArray.of(entries);
        }
        var share = Math.max(LEAST_SHARE, ROOM / entries.size());
        return JsonArray.of(entries.stream()
                .filter(entry -> entry.text(key, "").length() <= share)
                .map(entry -> cut(entry, share))
                .toList());
    }

    /** The entries from the first on for which there is room, at least one. */
    static JsonArray first(List<JsonObject> entries) {
        var kept = new ArrayList<JsonObject>();
        var length = 0L;
        for (var entry : entries) {
            length += Json.sizeHint(entry);
            if (length > ROOM && !kept.isEmpty()) {
                break;
            }
            kept.add(entry);
        }
        return JsonArray.of(kept);
    }

    private static JsonObject cut(JsonObject entry, int share) {
        var cut = entry;
        for (var member : entry.members()) {
            if (member.value() instanceof JsonString(var text) && text.length() > share) {
                cut = cut.with(member.name(), beginning(text, share) + "...");
            }
        }
        return cut;
    }

    private static String beginning(String text, int length) {
        var splits = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splits ? length - 1 : length);
    }
}
