package io.muster.control.tool;

import io.muster.control.definition.ServerShape;
import io.muster.control.definition.Shape;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.JsonPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The arguments of create, update and validate, read strictly: what is unknown or of another type is refused, in the
 * texts of the tool specification, section 2.1.
 *
 * @param fields the fields given, under their own names; JSON {@code null} for those to be cleared
 */
record ServerRequest(String name, JsonObject fields) {
    /** Stands for values of headers, environment and URL in all output; given back, it means "unchanged". */
    static final String MASK = "***";

    private static final Shape.Group ARGUMENTS = arguments();

    /** What came of reading the arguments. */
    sealed interface Parsed {}

    record Understood(ServerRequest request) implements Parsed {}

    record Refused(String text) implements Parsed {}

    static Parsed parse(JsonObject arguments) {
        var reading = ARGUMENTS.read(arguments, JsonPath.ROOT);
        var unknown = reading.unknown().stream()
                .filter(member -> member.path().text().equals(member.name()))
                .map(Shape.Unknown::name)
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            return new Refused("unknown args: [" + String.join(" ", unknown) + "]. Allowed args: ["
                    + String.join(" ", new TreeSet<>(ARGUMENTS.members().keySet())) + "]");
        }
        if (!reading.unknown().isEmpty()) {
            return new Refused("failed to parse request: "
                    + reading.unknown().stream()
                            .map(member -> "json: unknown field " + new JsonString(member.name()))
                            .collect(Collectors.joining("; ")));
        }
        if (!reading.mistyped().isEmpty()) {
            return new Refused("failed to parse request: "
                    + reading.mistyped().stream().map(Object::toString).collect(Collectors.joining("; ")));
        }
        var given = reading.canonical();
        return new Understood(new ServerRequest(given.text("name", ""), fields(given.without("name"))));
    }

    /** The spec that the request makes of nothing. */
    JsonObject newSpec() {
        return changed(JsonObject.EMPTY);
    }

    /** The spec with the fields given replaced or cleared, under the names that its author chose. */
    JsonObject changed(JsonObject spec) {
        var changed = spec;
        for (var field : fields.members()) {
            var member = Shape.spelling(changed, field.name());
            changed = field.value() instanceof JsonNull
                    ? changed.without(member)
                    : changed.with(member, unmasked(field, changed.get(member).orElse(JsonNull.NULL)));
        }
        return changed;
    }

    private static JsonValue unmasked(JsonObject.Member field, JsonValue before) {
        return switch (field.name()) {
            case "env", "headers" ->
                field.value() instanceof JsonObject given && before instanceof JsonObject kept
                        ? unmasked(given, kept)
                        : field.value();
            case "url" ->
                field.value() instanceof JsonString given && before instanceof JsonString kept
                        ? new JsonString(MaskedUrl.unmasked(given.value(), kept.value()))
                        : field.value();
            default -> field.value();
        };
    }

    private static JsonObject unmasked(JsonObject given, JsonObject before) {
        var values = given;
        for (var entry : given.members()) {
            var kept = before.get(entry.name());
            if (entry.value().equals(new JsonString(MASK)) && kept.isPresent()) {
                values = values.with(entry.name(), kept.get());
            }
        }
        return values;
    }

    /** Empty texts and zero have always counted as absent; inside of objects, so does null. */
    private static JsonObject fields(JsonObject given) {
        var fields = JsonObject.builder();
        given.members().stream().filter(Predicate.not(ServerRequest::isEmpty)).forEach(member -> {
            var value = member.name().equals("auth") && member.value() instanceof JsonObject auth
                    ? withoutTrailingSlash(auth)
                    : member.value();
            fields.put(member.name(), value instanceof JsonObject object ? withoutNulls(object) : value);
        });
        return fields.build();
    }

    private static boolean isEmpty(JsonObject.Member member) {
        return switch (member.value()) {
            case JsonString text -> text.value().isEmpty();
            case JsonNumber number -> number.longValue().orElse(1) == 0;
            default -> false;
        };
    }

    private static JsonObject withoutNulls(JsonObject object) {
        var kept = JsonObject.builder();
        for (var member : object.members()) {
            if (!(member.value() instanceof JsonNull)) {
                kept.put(
                        member.name(),
                        member.value() instanceof JsonObject child ? withoutNulls(child) : member.value());
            }
        }
        return kept.build();
    }

    private static JsonObject withoutTrailingSlash(JsonObject auth) {
        return auth.object("authorizationServer")
                .flatMap(server -> server.text("issuer")
                        .filter(issuer -> issuer.endsWith("/"))
                        .map(issuer -> auth.with(
                                "authorizationServer",
                                server.with("issuer", issuer.substring(0, issuer.length() - 1)))))
                .orElse(auth);
    }

    private static Shape.Group arguments() {
        Map<String, Shape> members = new LinkedHashMap<>();
        members.put("name", Shape.Leaf.TEXT);
        members.putAll(ServerShape.SPEC.members());
        return new Shape.Group(members);
    }
}
