package io.muster.cli.setup.intake;

import io.muster.cli.setup.intake.Found.Origin;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the shape of the other programs what a catalogue of Docker says about one server. */
final class DockerServer {
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{([^{}|]*)((?:\\|[^{}|]*)*)}}");

    private final JsonObject settings;
    private final List<String> arguments = new ArrayList<>(List.of("run", "-i", "--rm"));
    private final JsonObject.Builder environment = JsonObject.builder();
    private final List<String> notes = new ArrayList<>();
    private Optional<String> obstacle = Optional.empty();

    private DockerServer(JsonObject settings) {
        this.settings = settings;
    }

    static Found found(Origin origin, String name, JsonObject server, JsonObject settings) {
        var remote = server.object("remote");
        if (remote.isPresent()) {
            return new Found(origin, name, remote(remote.get()), List.of(), Optional.empty());
        }
        if (server.text("image").isEmpty()) {
            return impossible(origin, name, "has neither an image nor a remote address");
        }
        return new DockerServer(settings).container(origin, name, server);
    }

    static Found impossible(Origin origin, String name, String reason) {
        return new Found(origin, name, JsonObject.EMPTY, List.of(), Optional.of(reason));
    }

    private static JsonObject remote(JsonObject remote) {
        return JsonObject.builder()
                .put("type", remote.text("transport_type", "streamable-http"))
                .putTextIfPresent("url", remote.text("url"))
                .putIfPresent("headers", remote.object("headers"))
                .build();
    }

    private Found container(Origin origin, String name, JsonObject server) {
        objects(server, "secrets").forEach(secret -> {
            var variable = secret.text("env", "");
            arguments.addAll(List.of("-e", variable));
            notes.add("needs the environment variable " + variable + ", whose value Docker keeps as a secret");
        });
        objects(server, "env").forEach(variable -> {
            var value = resolved(variable.text("value", ""));
            if (!value.isEmpty()) {
                arguments.addAll(List.of("-e", variable.text("name", "")));
                environment.put(variable.text("name", ""), String.join(",", value));
            }
        });
        server.values("volumes")
                .forEach(volume -> resolved(text(volume)).forEach(mount -> arguments.addAll(List.of("-v", mount))));
        arguments.add(server.text("image", ""));
        server.values("command").forEach(argument -> arguments.addAll(resolved(text(argument))));
        var entry = JsonObject.builder()
                .put("command", "docker")
                .put("args", JsonArray.ofStrings(arguments))
                .put("env", environment.build())
                .build();
        return new Found(origin, name, entry, notes, obstacle);
    }

    private static List<JsonObject> objects(JsonObject server, String name) {
        return server.values(name).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The text with the server's settings; one that is all of the text may be a list. */
    private List<String> resolved(String text) {
        var template = TEMPLATE.matcher(text);
        if (template.matches()) {
            return filtered(setting(template.group(1).strip()), template.group(2));
        }
        return List.of(TEMPLATE.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(
                        String.join(",", filtered(setting(part.group(1).strip()), part.group(2))))));
    }

    private List<String> setting(String path) {
        Optional<JsonValue> value = Optional.of(settings);
        for (var name : path.split("\\.", -1)) {
            value = value.flatMap(found -> found instanceof JsonObject object ? object.get(name) : Optional.empty());
        }
        if (value.isEmpty()) {
            obstacle = Optional.of("its setting " + path + " is not in config.yaml");
        }
        return value.map(found -> found instanceof JsonArray array
                        ? array.values().stream().map(DockerServer::text).toList()
                        : List.of(text(found)))
                .orElse(List.of());
    }

    private List<String> filtered(List<String> values, String filters) {
        return switch (filters) {
            case "", "|into", "|volume-target", "|volume-target|into" -> values;
            case "|volume", "|volume|into" ->
                values.stream().map(path -> path + ":" + path).toList();
            default -> {
                obstacle = Optional.of("its catalogue uses a template that is not known");
                yield List.of();
            }
        };
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number -> number.toString();
            case JsonBoolean flag -> String.valueOf(flag.value());
            default -> "";
        };
    }
}
