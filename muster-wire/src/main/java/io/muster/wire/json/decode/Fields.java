package io.muster.wire.json.decode;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The members of one object while it is read. JSON {@code null} counts as absent. A member may be asked for by several
 * spellings; the first that is present wins.
 */
public final class Fields {
    private final JsonObject object;
    private final JsonPath path;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(JsonObject object, JsonPath path, Problems problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    public JsonObject object() {
        return object;
    }

    public JsonPath path() {
        return path;
    }

    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** The member as it is. */
    public Optional<JsonValue> value(String... spellings) {
        return find(spellings).map(JsonObject.Member::value);
    }

    /** The member when it is a string, the empty one included. */
    public Optional<String> text(String... spellings) {
        return find(spellings)
                .flatMap(member -> member.value() instanceof JsonString string
                        ? Optional.of(string.value())
                        : wrong(member, "must be a string"));
    }

    /** The text of a member that must not be missing, empty or blank; the empty text when it is, which is reported. */
    public String requiredText(String... spellings) {
        var found = find(spellings);
        if (found.isEmpty()) {
            error(spellings[0], "is required");
            return "";
        }
        var text = text(spellings).orElse("");
        if (found.get().value() instanceof JsonString && text.isBlank()) {
            error(found.get().name(), "must not be empty");
        }
        return text;
    }

    public boolean bool(String name, boolean otherwise) {
        return bool(name).orElse(otherwise);
    }

    public Optional<Boolean> bool(String... spellings) {
        return find(spellings)
                .flatMap(member -> member.value() instanceof JsonBoolean bool
                        ? Optional.of(bool.value())
                        : wrong(member, "must be true or false"));
    }

    /** A whole number within bounds, both inclusive. */
    public OptionalLong integer(String name, long min, long max) {
        return integer(min, max, name);
    }

    /** A whole number within bounds, both inclusive, under any of the spellings. */
    public OptionalLong integer(long min, long max, String... spellings) {
        var found = find(spellings);
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        var member = found.get();
        var number = member.value() instanceof JsonNumber n ? n.longValue() : OptionalLong.empty();
        if (number.isEmpty()) {
            problems.error(path.member(member.name()), "must be a whole number");
        } else if (number.getAsLong() < min || number.getAsLong() > max) {
            problems.error(path.member(member.name()), "must be between " + min + " and " + max);
            return OptionalLong.empty();
        }
        return number;
    }

    public List<String> strings(String... spellings) {
        var strings = new ArrayList<String>();
        find(spellings).ifPresent(member -> {
            if (!(member.value() instanceof JsonArray array)) {
                wrong(member, "must be a list of strings");
                return;
            }
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof JsonString string) {
                    strings.add(string.value());
                } else {
                    problems.error(path.member(member.name()).element(i), "must be a string");
                }
            }
        });
        return strings;
    }

    public Map<String, String> stringMap(String... spellings) {
        var map = new LinkedHashMap<String, String>();
        find(spellings).ifPresent(member -> {
            if (!(member.value() instanceof JsonObject entries)) {
                wrong(member, "must be a map of strings");
                return;
            }
            for (var entry : entries.members()) {
                if (entry.value() instanceof JsonString string) {
                    map.put(entry.name(), string.value());
                } else {
                    problems.error(path.member(member.name()).member(entry.name()), "must be a string");
                }
            }
        });
        return map;
    }

    /** The fields of a member that is an object. */
    public Optional<Fields> fields(String... spellings) {
        return find(spellings)
                .flatMap(member -> member.value() instanceof JsonObject child
                        ? Optional.of(new Fields(child, path.member(member.name()), problems))
                        : wrong(member, "must be an object"));
    }

    /** The fields of a member that is an object, or of an empty object when it is absent. */
    public Fields fieldsOrEmpty(String name) {
        return fields(name).orElseGet(() -> new Fields(JsonObject.EMPTY, path.member(name), problems));
    }

    /** The fields of each element of a member that is a list of objects. */
    public List<Fields> list(String... spellings) {
        var list = new ArrayList<Fields>();
        find(spellings).ifPresent(member -> {
            if (!(member.value() instanceof JsonArray array)) {
                wrong(member, "must be a list");
                return;
            }
            for (int i = 0; i < array.size(); i++) {
                var element = path.member(member.name()).element(i);
                if (array.get(i) instanceof JsonObject child) {
                    list.add(new Fields(child, element, problems));
                } else {
                    problems.error(element, "must be an object");
                }
            }
        });
        return list;
    }

    /** Reports something wrong with a member. */
    public void error(String name, String message) {
        problems.error(path.member(name), message);
    }

    /** Reports something wrong with the object as a whole. */
    public void error(String message) {
        problems.error(path, message);
    }

    public void warning(String name, String message) {
        problems.warning(path.member(name), message);
    }

    /** Members that nobody has asked for so far. */
    public List<String> unknown() {
        return object.names().stream().filter(name -> !asked.contains(name)).toList();
    }

    /** Warns of each member that nobody has asked for so far and names the known one that was probably meant. */
    public void warnOfUnknown() {
        unknown().forEach(name -> warning(name, unknownMessage(name)));
    }

    /** As {@link #warnOfUnknown}, where a document with unknown members must not be used. */
    public void refuseUnknown() {
        unknown().forEach(name -> error(name, unknownMessage(name)));
    }

    private String unknownMessage(String name) {
        var missing = asked.stream().filter(known -> !object.has(known)).toList();
        return Nearest.of(name, missing)
                .map(meant -> "is not known; did you mean " + meant + "?")
                .orElse("is not known");
    }

    private Optional<JsonObject.Member> find(String... spellings) {
        Optional<JsonObject.Member> found = Optional.empty();
        for (var spelling : spellings) {
            asked.add(spelling);
            if (found.isEmpty()) {
                found = object.get(spelling)
                        .filter(value -> value != JsonNull.NULL)
                        .map(value -> new JsonObject.Member(spelling, value));
            }
        }
        return found;
    }

    private <T> Optional<T> wrong(JsonObject.Member member, String message) {
        problems.error(path.member(member.name()), message);
        return Optional.empty();
    }
}
