package io.muster.app.config;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;
import io.muster.wire.json.decode.JsonPath;

/** Where keys stood in older files: {@code aggregator.oauthServer} is {@code aggregator.oauth.server} now. */
final class OldNames {
    private static final String AGGREGATOR = "aggregator";
    private static final String OLD = "oauthServer";
    private static final String NEW_PATH = "aggregator.oauth.server";

    private OldNames() {}

    /** The document with everything where it belongs. What stands there already wins. */
    static JsonObject renamed(JsonObject document) {
        var aggregator = document.object(AGGREGATOR).orElse(JsonObject.EMPTY);
        var old = aggregator.object(OLD);
        if (old.isEmpty()) {
            return document;
        }
        var oauth = aggregator.object("oauth").orElse(JsonObject.EMPTY);
        var server = old.get();
        for (var member : oauth.object("server").orElse(JsonObject.EMPTY).members()) {
            server = server.with(member.name(), member.value());
        }
        return document.with(AGGREGATOR, aggregator.without(OLD).with("oauth", oauth.with("server", server)));
    }

    /** Says which old names the document uses. */
    static void warn(JsonObject document, Fields fields) {
        if (isUsed(document)) {
            fields.fieldsOrEmpty(AGGREGATOR).warning(OLD, "is called oauth.server now; rename it");
        }
    }

    /** Where a part of the renamed document stands in the document itself. */
    static JsonPath original(JsonPath path, JsonObject document) {
        return isUsed(document) && path.text().startsWith(NEW_PATH)
                ? new JsonPath(AGGREGATOR + "." + OLD + path.text().substring(NEW_PATH.length()))
                : path;
    }

    private static boolean isUsed(JsonObject document) {
        return document.object(AGGREGATOR)
                .flatMap(aggregator -> aggregator.object(OLD))
                .isPresent();
    }
}
