package io.muster.cli.setup.intake;

import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.intake.Conversion.Converted;
import io.muster.cli.setup.intake.Conversion.Refused;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns one entry of another program into the spec of a definition. One instance per entry. */
final class Converter {
    private static final Set<String> UNDERSTOOD = Set.of(
            "type",
            "transport",
            "command",
            "args",
            "env",
            "url",
            "serverUrl",
            "httpUrl",
            "headers",
            "disabled",
            "enabled");
    /** How the program treats the server, not how the server is reached. */
    private static final Set<String> HARMLESS = Set.of(
            "source",
            "autoApprove",
            "alwaysAllow",
            "name",
            "description",
            "gallery",
            "version",
            "dev",
            "timeout",
            "trust");

    private static final List<String> URL_MEMBERS = List.of("url", "serverUrl", "httpUrl");

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,30}");

    private final JsonObject entry;
    private final Variables variables;
    private final List<String> notes;
    private Optional<String> obstacle;

    private final String own;

    private Converter(Found found, JsonObject entry, Surroundings around, String own) {
        this.own = own;
        this.entry = entry;
        this.variables = new Variables(around, found.origin().bareVariables());
        this.notes = new ArrayList<>(found.notes());
        this.obstacle = found.obstacle();
    }

    /**
     * Converts one entry.
     *
     * @param own the endpoint of Muster, which must not become a server behind itself; empty when not known
     */
    static Conversion convert(Found found, Surroundings around, String own) {
        return found.entry() instanceof JsonObject entry
                ? new Converter(found, flattened(entry), around, own).convert()
                : new Refused("is not an object");
    }

    /** Zed once had the command in an object of its own. */
    private static JsonObject flattened(JsonObject entry) {
        var command = entry.object("command");
        if (command.isEmpty()) {
            return entry;
        }
        var flat = command.get()
                .text("path")
                .map(path -> entry.with("command", path))
                .orElse(entry);
        for (var name : List.of("args", "env")) {
            var member = command.get().get(name);
            flat = member.isPresent() ? flat.with(name, member.get()) : flat;
        }
        return flat;
    }

    private Conversion convert() {
        if (obstacle.isEmpty()) {
            obstacle = exclusion();
        }
        if (obstacle.isPresent()) {
            return new Refused(obstacle.get());
        }
        var spec = spec();
        entry.names().stream()
                .filter(name -> !UNDERSTOOD.contains(name) && !HARMLESS.contains(name))
                .forEach(name -> notes.add("'" + name + "' is not carried over"));
        return obstacle.or(variables::obstacle)
                .<Conversion>map(Refused::new)
                .orElseGet(() -> new Converted(spec, notes));
    }

    private Optional<String> exclusion() {
        if (entry.isTrue("disabled") || entry.bool("enabled").equals(Optional.of(false))) {
            return Optional.of("is switched off there");
        }
        if (isMuster()) {
            return Optional.of("is Muster itself");
        }
        if (url().isEmpty() && entry.text("command").orElse("").isBlank()) {
            return Optional.of(
                    entry.has("settings")
                            ? "is started by an extension, so its command is not known"
                            : "has neither a command nor a URL");
        }
        return Optional.empty();
    }

    private boolean isMuster() {
        if (!own.isEmpty() && url().equals(Optional.of(own))) {
            return true;
        }
        var program = entry.text("command", "")
                .replace('\\', '/')
                .replaceFirst("^.*/", "")
                .replaceFirst("(?i)\\.exe$", "");
        return program.equals("muster")
                && entry.values("args").stream()
                        .anyMatch(argument -> argument.equals(new JsonString("agent"))
                                || argument.equals(new JsonString("standalone")));
    }

    private JsonObject spec() {
        var transport = transport();
        var spec = JsonObject.builder().put("type", transport).put("autoStart", true);
        if (transport.equals("stdio")) {
            spec.put("command", variables.replace(entry.text("command", "")));
            put(spec, "args", arguments());
            put(spec, "env", texts("env", true));
        } else {
            spec.put("url", variables.replace(url().orElse("")));
            put(spec, "headers", texts("headers", false));
        }
        return spec.build();
    }

    private static void put(JsonObject.Builder spec, String name, JsonArray values) {
        if (!values.isEmpty()) {
            spec.put(name, values);
        }
    }

    private static void put(JsonObject.Builder spec, String name, JsonObject values) {
        if (!values.isEmpty()) {
            spec.put(name, values);
        }
    }

    private String transport() {
        var word = entry.text("type").or(() -> entry.text("transport")).orElse("");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> guessed();
            case "stdio", "local" -> needing("command", entry.text("command"), "stdio");
            case "http", "streamable-http", "streamablehttp", "streamable_http", "remote" ->
                needing("url", url(), "streamable-http");
            case "sse" -> needing("url", url(), "sse");
            default -> {
                obstacle = Optional.of("the transport " + (WORD.matcher(word).matches() ? word + " " : "")
                        + "is not supported (stdio, streamable-http and sse are)");
                yield "";
            }
        };
    }

    private String needing(String member, Optional<String> value, String transport) {
        if (value.orElse("").isBlank()) {
            obstacle = Optional.of("has no " + member + ", which its type needs");
        }
        return transport;
    }

    private String guessed() {
        if (entry.has("command")) {
            return "stdio";
        }
        var path = url().orElse("").replaceFirst("[?#].*$", "");
        return path.endsWith("/sse") ? "sse" : "streamable-http";
    }

    private Optional<String> url() {
        return entry.text(urlMember(entry));
    }

    /** What the entry calls the URL. */
    static String urlMember(JsonValue entry) {
        return URL_MEMBERS.stream()
                .filter(name ->
                        entry instanceof JsonObject object && object.text(name).isPresent())
                .findFirst()
                .orElse(URL_MEMBERS.getFirst());
    }

    private JsonArray arguments() {
        var arguments = new ArrayList<String>();
        for (var value : entry.values("args")) {
            scalar("args", value).ifPresent(text -> arguments.add(variables.replace(text)));
        }
        return JsonArray.ofStrings(arguments);
    }

    private JsonObject texts(String member, boolean inherited) {
        var texts = JsonObject.builder();
        for (var value : entry.object(member).orElse(JsonObject.EMPTY).members()) {
            if (value.value() == JsonNull.NULL) {
                notes.add("the variable " + value.name() + " is not taken from the environment there");
                continue;
            }
            scalar(member, value.value()).ifPresent(text -> {
                if (inherited && variables.isSame(value.name(), text)) {
                    notes.add("takes " + value.name() + " from the environment of the server");
                } else {
                    texts.put(value.name(), variables.replace(text));
                }
            });
        }
        return texts.build();
    }

    private Optional<String> scalar(String member, JsonValue value) {
        return switch (value) {
            case JsonString text -> Optional.of(text.value());
            case JsonNumber number -> Optional.of(number.toString());
            case JsonBoolean flag -> Optional.of(String.valueOf(flag.value()));
            default -> {
                obstacle = Optional.of("'" + member + "' holds something that is no text");
                yield Optional.empty();
            }
        };
    }
}
