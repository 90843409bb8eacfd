package io.muster.cli.setup.jsonc;

import io.muster.cli.setup.jsonc.Outline.Node;
import io.muster.cli.setup.jsonc.Outline.ObjectNode;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.Position;
import java.util.List;
import java.util.Optional;

/**
 * The text of a JSON file whose outermost value is an object: its value, where each part stands, and the text that one
 * changed member leads to. Comments, order and form of everything else stay. Immutable.
 */
public final class JsonText {
    private final String text;
    private final Dialect dialect;
    private final Blanked blanked;
    private final ObjectNode root;
    private final JsonObject value;

    private JsonText(String text, Dialect dialect, Blanked blanked, ObjectNode root, JsonObject value) {
        this.text = text;
        this.dialect = dialect;
        this.blanked = blanked;
        this.root = root;
        this.value = value;
    }

    /**
     * Reads a text; a blank one is an empty object.
     *
     * @throws JsonTextException with the position of the fault
     */
    public static JsonText parse(String text, Dialect dialect) {
        var source = text.isBlank() ? "{}\n" : text;
        var blanked = dialect == Dialect.STRICT ? Blanked.strict(source) : Blanked.of(source);
        try {
            if (Json.parse(blanked.json()) instanceof JsonObject value
                    && Outline.of(blanked.json()) instanceof ObjectNode root) {
                return new JsonText(source, dialect, blanked, root, value);
            }
        } catch (JsonException e) {
            throw fault(e, source, dialect);
        }
        throw new JsonTextException("must be an object", new Position(1, 1));
    }

    /** What the reader says may quote the text, secrets included, so it is not passed on. */
    private static JsonTextException fault(JsonException e, String text, Dialect dialect) {
        var message = switch (e.reason()) {
            case MALFORMED ->
                dialect == Dialect.STRICT && isCommented(text)
                        ? "is not JSON here: this file may have neither comments nor trailing commas"
                        : "is not JSON here";
            case DUPLICATE_NAME -> "the same name occurs twice in one object";
            case TOO_DEEP -> "is nested too deeply";
            case TOO_LARGE -> "is too large";
        };
        return new JsonTextException(message, new Position(Math.max(1, e.line()), Math.max(1, e.column())));
    }

    private static boolean isCommented(String text) {
        try {
            parse(text, Dialect.COMMENTED);
            return true;
        } catch (JsonTextException broken) {
            return false;
        }
    }

    public JsonObject value() {
        return value;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Where the member at the path stands, or the nearest one around it. */
    public Position position(List<String> path) {
        var offset = root.start();
        Optional<ObjectNode> parent = Optional.of(root);
        for (var name : path) {
            var entry = parent.flatMap(object -> object.entry(name));
            if (entry.isEmpty()) {
                break;
            }
            offset = entry.get().start();
            parent = entry.map(Outline.Entry::value).flatMap(JsonText::asObject);
        }
        return Blanked.Places.of(text, offset);
    }

    /**
     * The text with the member at the path set; objects on the way are made where they are missing.
     *
     * @throws JsonTextException when there is something else than an object on the way
     */
    public JsonText with(List<String> path, JsonValue member) {
        var parent = root;
        for (int i = 0; i < path.size(); i++) {
            var rest = path.subList(i + 1, path.size());
            var entry = parent.entry(path.get(i));
            if (entry.isEmpty()) {
                return changed(editor().insert(parent, path.get(i), nested(rest, member)), path, Optional.of(member));
            }
            if (rest.isEmpty()) {
                return changed(editor().replace(entry.get(), member), path, Optional.of(member));
            }
            var here = path.subList(0, i + 1);
            parent = asObject(entry.get().value())
                    .orElseThrow(
                            () -> new JsonTextException(String.join(".", here) + " must be an object", position(here)));
        }
        throw new IllegalArgumentException("the path must not be empty");
    }

    /** The text without the member at the path; the same when there is none. */
    public JsonText without(List<String> path) {
        var parent = Optional.of(root);
        for (var name : path.subList(0, path.size() - 1)) {
            parent = parent.flatMap(object -> object.entry(name))
                    .map(Outline.Entry::value)
                    .flatMap(JsonText::asObject);
        }
        var object = parent;
        return parent.flatMap(found -> found.entry(path.getLast()))
                .map(entry -> changed(editor().remove(object.orElseThrow(), entry), path, Optional.empty()))
                .orElse(this);
    }

    private Editor editor() {
        return new Editor(text, blanked, root);
    }

    /** Proves that the text says what it should before anybody writes it. */
    private JsonText changed(String edited, List<String> path, Optional<JsonValue> member) {
        var result = parse(edited, dialect);
        if (!result.value.equals(edited(value, path, member))) {
            throw new IllegalStateException("the edited text does not say what it should");
        }
        return result;
    }

    private static JsonObject edited(JsonObject object, List<String> path, Optional<JsonValue> member) {
        var name = path.getFirst();
        if (path.size() > 1) {
            var child = object.object(name).orElse(JsonObject.EMPTY);
            return object.with(name, edited(child, path.subList(1, path.size()), member));
        }
        return member.map(value -> object.with(name, value)).orElseGet(() -> object.without(name));
    }

    private static JsonValue nested(List<String> path, JsonValue member) {
        JsonValue nested = member;
        for (var name : path.reversed()) {
            nested = JsonObject.of(name, nested);
        }
        return nested;
    }

    private static Optional<ObjectNode> asObject(Node node) {
        return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }
}
