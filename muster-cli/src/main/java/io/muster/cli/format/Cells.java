package io.muster.cli.format;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a member of a row looks like in a table. */
final class Cells {
    private static final int LONGEST = 50;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Pattern RFC_3339 = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}.*");
    private static final Pattern TOOL_PREFIX = Pattern.compile("^(x_kubernetes_|x_|core_|mcp_)");
    private static final Set<String> GOOD =
            Set.of("running", "connected", "healthy", "completed", "available", "authenticated");
    private static final Set<String> BAD = Set.of("failed", "error", "unhealthy", "unreachable", "expired");
    private static final Set<String> WARNING = Set.of(
            "starting",
            "stopping",
            "connecting",
            "disconnecting",
            "waiting",
            "retrying",
            "auth required",
            "auth_required",
            "reauth_required",
            "pending auth",
            "degraded",
            "warning",
            "inprogress");

    private Cells() {}

    /** The cell for a member of a row. */
    static Cell of(String name, JsonObject row) {
        var value = row.get(name).orElse(JsonNull.NULL);
        return switch (value) {
            case JsonNull _ -> Cell.NOTHING;
            case JsonBoolean bool -> Cell.of(bool(name, bool.value()));
            case JsonNumber number -> Cell.of(number(name, number));
            case JsonString string -> string(name, string.value(), row);
            case JsonArray array -> Cell.of(array(name, array));
            case JsonObject object -> Cell.of(Text.cut(Text.line(object(name, object)), LONGEST));
        };
    }

    /** The cell without limits, for the view of one thing. */
    static Cell whole(String name, JsonObject row) {
        return row.get(name).orElse(JsonNull.NULL) instanceof JsonString string && !isWord(name)
                ? Cell.of(time(string.value()).orElse(Text.line(string.value())))
                : of(name, row);
    }

    private static String bool(String name, boolean value) {
        return switch (name) {
            case "available" -> value ? "Available" : "Unavailable";
            case "autoStart" -> value ? "Yes" : "No";
            default -> Boolean.toString(value);
        };
    }

    private static String number(String name, JsonNumber number) {
        return switch (name) {
            case "toolsCount" -> number.doubleValue() == 0 ? "-" : number.text();
            case "duration_ms" -> duration(number.doubleValue());
            case "timeout" -> number.text() + "s";
            default -> number.text();
        };
    }

    private static String duration(double millis) {
        if (millis < 1_000) {
            return (long) millis + "ms";
        }
        var seconds = millis / 1_000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%.1fm", seconds / 60)
                : String.format(Locale.ROOT, "%.1fh", seconds / 3_600);
    }

    private static boolean isWord(String name) {
        return Set.of("state", "health", "status", "sessionAuth", "sessionStatus")
                .contains(name);
    }

    private static Cell string(String name, String value, JsonObject row) {
        if (value.isEmpty()) {
            return Cell.NOTHING;
        }
        var text = switch (name) {
            case "state" -> state(value, row);
            case "sessionAuth", "sessionStatus" -> session(value);
            default -> time(value).orElse(Text.line(value));
        };
        return new Cell(Text.cut(text, LONGEST), isWord(name) || name.equals("type") ? tone(text) : Tone.NEUTRAL);
    }

    /** A local process runs, what is elsewhere is connected; services say it in lower case, definitions in words. */
    private static String state(String value, JsonObject row) {
        var remote = row.text("type").filter(type -> !type.equals("stdio")).isPresent();
        var plain = value.replace('_', ' ').toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "running" -> remote ? "Connected" : "Running";
            case "connected" -> row.has("type") && !remote ? "Running" : "Connected";
            case "auth required", "authrequired" -> "Auth Required";
            default -> Text.line(plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1));
        };
    }

    private static String session(String value) {
        return switch (value) {
            case "authenticated" -> "Authenticated";
            case "auth_required" -> "Pending Auth";
            case "token_expired" -> "Expired";
            case "unknown" -> "-";
            default -> Text.line(value);
        };
    }

    private static Tone tone(String word) {
        var plain = word.toLowerCase(Locale.ROOT);
        if (GOOD.contains(plain)) {
            return Tone.GOOD;
        }
        if (BAD.contains(plain)) {
            return Tone.BAD;
        }
        return WARNING.contains(plain) ? Tone.WARNING : Tone.NEUTRAL;
    }

    private static Optional<String> time(String value) {
        if (value.length() > 40 || !RFC_3339.matcher(value).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value).format(TIME));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static String array(String name, JsonArray array) {
        var size = array.size();
        if (name.equals("steps")) {
            return Text.count(size, "step");
        }
        if (size == 0) {
            return "-";
        }
        if (name.equals("tools")) {
            var shown = texts(array)
                    .map(tool -> TOOL_PREFIX.matcher(tool).replaceFirst(""))
                    .limit(2);
            return shown.collect(Collectors.joining(", ")) + (size > 2 ? " (+" + (size - 2) + " more)" : "");
        }
        return size <= 2 ? Text.cut(texts(array).collect(Collectors.joining(", ")), LONGEST) : "[" + size + " items]";
    }

    private static Stream<String> texts(JsonArray array) {
        return array.values().stream().map(Cells::inline);
    }

    /** The value on one line; a string without quotes. */
    static String inline(JsonValue value) {
        return value instanceof JsonString string ? Text.line(string.value()) : Text.line(Json.text(value));
    }

    private static String object(String name, JsonObject object) {
        if (name.equals("metadata")) {
            var digest = Stream.of("icon", "type", "enabled")
                    .filter(object::has)
                    .map(key -> inline(object.get(key).orElse(JsonNull.NULL)))
                    .collect(Collectors.joining(" "));
            return digest.isEmpty() ? "[metadata]" : digest;
        }
        return List.of("name", "type", "status", "id").stream()
                .flatMap(key -> object.text(key).stream())
                .findFirst()
                .orElse("{" + object.size() + " fields}");
    }
}
