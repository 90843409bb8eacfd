package io.muster.authserver.store.codec;

import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stored document while it is read. We wrote it ourselves, so a member that is missing or of another type is a fault. */
public final class Document {
    static final String VERSION_MEMBER = "v";
    static final long VERSION = 1;

    private final JsonObject json;

    private Document(JsonObject json) {
        this.json = json;
    }

    static Document of(JsonValue value) {
        if (!(value instanceof JsonObject json)) {
            throw new UnreadableValue("a stored value is not an object");
        }
        var document = new Document(json);
        if (document.integer(VERSION_MEMBER) != VERSION) {
            throw new UnreadableValue("a stored value was written by another version of this program");
        }
        return document;
    }

    public JsonObject object(String name) {
        return json.object(name).orElseThrow(() -> missing(name));
    }

    /** A member that is a document itself. */
    public Document document(String name) {
        return new Document(object(name));
    }

    public Optional<Document> optionalDocument(String name) {
        return json.object(name).map(Document::new);
    }

    public String text(String name) {
        return json.text(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalText(String name) {
        return json.text(name);
    }

    public List<String> texts(String name) {
        return json.array(name).orElseThrow(() -> missing(name)).values().stream()
                .map(value -> value instanceof JsonString string ? string.value() : fail(name))
                .toList();
    }

    /** The members of a member that is an object of texts; none when it is missing. */
    public Map<String, String> textsByName(String name) {
        var texts = new LinkedHashMap<String, String>();
        json.object(name)
                .ifPresent(all ->
                        all.names().forEach(key -> texts.put(key, all.text(key).orElseThrow(() -> missing(key)))));
        return texts;
    }

    public long integer(String name) {
        return json.integer(name).orElseThrow(() -> missing(name));
    }

    public boolean bool(String name) {
        return json.bool(name).orElseThrow(() -> missing(name));
    }

    public Instant instant(String name) {
        return Instant.ofEpochMilli(integer(name));
    }

    public Optional<Instant> optionalInstant(String name) {
        return json.has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    public Scopes scopes(String name) {
        return new Scopes(texts(name));
    }

    public Secret secret(String name) {
        return new Secret(text(name));
    }

    public TokenHash hash(String name) {
        return new TokenHash(text(name));
    }

    private static String fail(String name) {
        throw missing(name);
    }

    private static UnreadableValue missing(String name) {
        return new UnreadableValue("a stored value lacks the member " + name);
    }
}
