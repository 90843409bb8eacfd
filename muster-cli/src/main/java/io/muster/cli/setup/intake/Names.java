package io.muster.cli.setup.intake;

import io.muster.cli.setup.Installation;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds a name for each definition: a valid one that nothing else has. Not for use by several threads. */
final class Names {
    private static final int LONGEST = 63;
    private static final List<String> IDENTITY = List.of("type", "command", "args", "env", "url", "headers");

    private final Map<String, JsonObject> taken = new LinkedHashMap<>();

    Names(List<Installation.Server> existing) {
        existing.forEach(server -> taken.put(server.name(), identity(server.spec())));
    }

    /** The answer. */
    sealed interface Place {
        String name();
    }

    /** The name is free, and is taken now. */
    record Free(String name) implements Place {}

    /** The same server is defined under that name already. */
    record Same(String name) implements Place {}

    Place place(String wanted, JsonObject spec) {
        var base = label(wanted);
        var identity = identity(spec);
        var name = base;
        for (int i = 2; taken.containsKey(name); i++) {
            if (identity.equals(taken.get(name))) {
                return new Same(name);
            }
            name = numbered(base, i);
        }
        taken.put(name, identity);
        return new Free(name);
    }

    /** The name as an RFC 1123 label. */
    static String label(String name) {
        var label = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        label = label.substring(0, Math.min(LONGEST, label.length())).replaceAll("^-+|-+$", "");
        return label.isEmpty() ? "server" : label;
    }

    private static String numbered(String base, int number) {
        var suffix = "-" + number;
        var room = Math.min(base.length(), LONGEST - suffix.length());
        return base.substring(0, room).replaceAll("-+$", "") + suffix;
    }

    /** How the server is reached; whatever else a definition says does not make it another server. */
    private static JsonObject identity(JsonObject spec) {
        var identity = JsonObject.builder();
        IDENTITY.forEach(member ->
                spec.get(member).filter(value -> !isEmpty(value)).ifPresent(value -> identity.put(member, value)));
        return identity.build();
    }

    private static boolean isEmpty(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object.isEmpty();
            case JsonArray array -> array.isEmpty();
            default -> false;
        };
    }
}
