package io.muster.control.definition;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The members that a document may have, and the one place that knows how they may be spelled: {@code toolPrefix} is
 * also found as {@code tool_prefix}, in any case.
 */
public sealed interface Shape {
    /** Whether a value is of this shape; {@code null} is, since it counts as absent. */
    boolean accepts(JsonValue value);

    /** What a value of this shape is called. */
    String noun();

    /** Under which name the object has a member, or would have it. */
    static String spelling(JsonObject object, String member) {
        if (object.has(member)) {
            return member;
        }
        return object.names().stream()
                .filter(name -> normal(name).equals(normal(member)))
                .findFirst()
                .orElse(member);
    }

    private static String normal(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** A value without members of its own. */
    enum Leaf implements Shape {
        TEXT("a string"),
        FLAG("true or false"),
        INTEGER("a whole number"),
        TEXTS("a list of strings"),
        TEXT_MAP("a map of strings"),
        ANYTHING("anything");

        private final String noun;

        Leaf(String noun) {
            this.noun = noun;
        }

        @Override
        public String noun() {
            return noun;
        }

        @Override
        public boolean accepts(JsonValue value) {
            return value instanceof JsonNull
                    || switch (this) {
                        case TEXT -> value instanceof JsonString;
                        case FLAG -> value instanceof JsonBoolean;
                        case INTEGER ->
                            value instanceof JsonNumber number
                                    && number.longValue().isPresent();
                        case TEXTS -> value instanceof JsonArray array && allStrings(array.values());
                        case TEXT_MAP ->
                            value instanceof JsonObject object
                                    && allStrings(object.members().stream()
                                            .map(JsonObject.Member::value)
                                            .toList());
                        case ANYTHING -> true;
                    };
        }

        private static boolean allStrings(List<JsonValue> values) {
            return values.stream().allMatch(JsonString.class::isInstance);
        }
    }

    /** An object with known members. */
    record Group(Map<String, Shape> members) implements Shape {
        @Override
        public String noun() {
            return "an object";
        }

        @Override
        public boolean accepts(JsonValue value) {
            return value instanceof JsonNull || value instanceof JsonObject;
        }

        /** Looks at a document; {@code at} is where it stands in its surroundings. */
        public Reading read(JsonObject document, JsonPath at) {
            var unknown = new ArrayList<Unknown>();
            var mistyped = new ArrayList<Problem>();
            var origins = new LinkedHashMap<JsonPath, JsonPath>();
            var canonical = walk(document, at, at, unknown, mistyped, origins);
            return new Reading(canonical, List.copyOf(unknown), List.copyOf(mistyped), Map.copyOf(origins));
        }

        private JsonObject walk(
                JsonObject document,
                JsonPath canonicalAt,
                JsonPath writtenAt,
                List<Unknown> unknown,
                List<Problem> mistyped,
                Map<JsonPath, JsonPath> origins) {
            var canonical = JsonObject.builder();
            for (var written : document.members()) {
                var place = writtenAt.member(written.name());
                var member = members.entrySet().stream()
                        .filter(known -> spelling(document, known.getKey()).equals(written.name()))
                        .findFirst();
                if (member.isEmpty()) {
                    unknown.add(new Unknown(place, written.name(), Nearest.of(written.name(), members.keySet())));
                    continue;
                }
                var name = member.get().getKey();
                var shape = member.get().getValue();
                var canonicalPlace = canonicalAt.member(name);
                origins.put(canonicalPlace, place);
                if (!shape.accepts(written.value())) {
                    mistyped.add(new Problem(place, "must be " + shape.noun()));
                }
                var value = shape instanceof Group group && written.value() instanceof JsonObject child
                        ? group.walk(child, canonicalPlace, place, unknown, mistyped, origins)
                        : written.value();
                canonical.put(name, value);
            }
            return canonical.build();
        }
    }

    /** A member that the shape does not have. */
    record Unknown(JsonPath path, String name, Optional<String> nearest) {
        public Problem problem() {
            return new Problem(
                    path,
                    "unknown field"
                            + nearest.map(known -> "; did you mean '" + known + "'?")
                                    .orElse(""));
        }
    }

    /**
     * A document seen through its shape.
     *
     * @param canonical the known members under their own names
     * @param origins from the path in {@code canonical} to the path that was written
     */
    record Reading(
            JsonObject canonical, List<Unknown> unknown, List<Problem> mistyped, Map<JsonPath, JsonPath> origins) {
        /** The problem where its author wrote it. */
        public Problem asWritten(Problem problem) {
            var path = problem.path().text();
            return origins.entrySet().stream()
                    .filter(origin -> isWithin(path, origin.getKey().text()))
                    .max(Comparator.comparingInt(
                            origin -> origin.getKey().text().length()))
                    .map(origin -> new JsonPath(origin.getValue().text()
                            + path.substring(origin.getKey().text().length())))
                    .map(written -> new Problem(written, problem.message()))
                    .orElse(problem);
        }

        private static boolean isWithin(String path, String surroundings) {
            var rest = path.startsWith(surroundings) ? path.substring(surroundings.length()) : "?";
            return rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
        }
    }
}
