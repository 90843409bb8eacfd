package io.muster.control.definition;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendSpec.Family;
import io.muster.gateway.backend.BackendSpec.Naming;
import io.muster.gateway.backend.Endpoint;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Fields;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an {@code MCPServer} definition means. One set of rules for files, tools and the cluster; all problems of a
 * definition are found at once. Texts about values never repeat the value of a header or an environment variable.
 */
public final class BackendDefinition {
    private static final JsonPath SPEC = JsonPath.ROOT.member("spec");
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
    private static final Pattern ARGUMENT = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int LONGEST_TIMEOUT = 300;

    private BackendDefinition() {}

    /** Reads the definition of the server that the key names; the name in the document is only compared with it. */
    public static Decoded<BackendSpec> decode(ResourceKey key, Definition definition) {
        var reading = ServerShape.DOCUMENT.read(definition.document(), JsonPath.ROOT);
        return switch (Decoder.decode(reading.canonical(), root -> server(key.name(), root))) {
            case Decoded.Invalid<BackendSpec>(var problems) -> new Decoded.Invalid<>(told(problems, reading));
            case Decoded.Valid<BackendSpec>(var spec, var warnings) ->
                new Decoded.Valid<>(spec, told(warnings, reading));
        };
    }

    /** What was found, at the place where it was written, and the unknown fields, which may well be its cause. */
    private static List<Problem> told(List<Problem> found, Shape.Reading reading) {
        return Stream.concat(
                        found.stream().map(reading::asWritten),
                        reading.unknown().stream().map(Shape.Unknown::problem))
                .distinct()
                .toList();
    }

    private static BackendSpec server(String name, Fields root) {
        checkSurroundings(name, root);
        var spec = root.fieldsOrEmpty("spec");
        var endpoint = endpoint(spec);
        var description = spec.text("description").orElse("");
        if (description.length() > LONGEST_DESCRIPTION) {
            spec.warning("description", "is longer than " + LONGEST_DESCRIPTION + " characters");
        }
        return new BackendSpec(
                name,
                endpoint,
                access(spec, endpoint),
                naming(spec),
                description,
                spec.bool("autoStart", false),
                timeout(spec));
    }

    /** Zero has always meant that there is none. */
    private static Duration timeout(Fields spec) {
        var none = spec.object().integer("timeout").equals(OptionalLong.of(0));
        return none
                ? Duration.ZERO
                : Duration.ofSeconds(spec.integer("timeout", 1, LONGEST_TIMEOUT).orElse(0));
    }

    /** A document that was moved or copied by hand is usable, but its author should know. */
    private static void checkSurroundings(String name, Fields root) {
        var metadata = root.fieldsOrEmpty("metadata");
        var member = Shape.spelling(metadata.object(), "name");
        metadata.text(member)
                .filter(other -> !other.equals(name))
                .ifPresent(_ ->
                        metadata.warning(member, "differs from the name of the file, '" + name + "', which counts"));
        root.text("kind")
                .filter(kind -> !kind.equals(ResourceKind.MCP_SERVER.kind()))
                .ifPresent(_ -> root.warning("kind", "is not " + ResourceKind.MCP_SERVER.kind()));
    }

    private static Endpoint endpoint(Fields spec) {
        var type = required(spec, "type", "type is required");
        return switch (type.orElse("")) {
            case "stdio" -> stdio(spec);
            case "streamable-http" -> {
                checkRemote(spec);
                yield new Endpoint.StreamableHttp(WebAddress.of(spec, "url", url(spec)), Wire.headers(spec, "headers"));
            }
            case "sse" -> {
                checkRemote(spec);
                yield new Endpoint.Sse(WebAddress.of(spec, "url", url(spec)), Wire.headers(spec, "headers"));
            }
            default -> {
                type.ifPresent(other -> spec.error(
                        "type",
                        "unsupported MCP server type: " + Wire.shown(other)
                                + " (supported: stdio, streamable-http, sse)"));
                // The other fields are read for their own problems.
                WebAddress.of(spec, "url", spec.text("url"));
                Wire.headers(spec, "headers");
                yield new Endpoint.Stdio("", Wire.arguments(spec, "args"), Wire.environment(spec, "env"));
            }
        };
    }

    private static Endpoint stdio(Fields spec) {
        var command = required(spec, "command", "command is required for stdio type");
        command.filter(Wire::hasNul).ifPresent(_ -> spec.error("command", "must not contain NUL"));
        if (!spec.stringMap("headers").isEmpty()) {
            spec.error("headers", "headers field is only allowed when type is streamable-http or sse");
        }
        return new Endpoint.Stdio(command.orElse(""), Wire.arguments(spec, "args"), Wire.environment(spec, "env"));
    }

    private static Optional<String> url(Fields spec) {
        return required(spec, "url", "url is required for streamable-http and sse types");
    }

    private static void checkRemote(Fields spec) {
        if (!spec.strings("args").isEmpty()) {
            spec.error("args", "args field is only allowed when type is stdio");
        }
        Wire.environment(spec, "env");
    }

    private static Access access(Fields spec, Endpoint endpoint) {
        var auth = spec.fields("auth");
        if (auth.isEmpty()) {
            return Access.SHARED;
        }
        var access = AuthDefinition.access(auth.get());
        var inert = auth.get().object().without("type").isEmpty() && access instanceof Access.Shared;
        if (endpoint instanceof Endpoint.Stdio && !inert && spec.text("type").equals(Optional.of("stdio"))) {
            spec.error("auth", "auth configuration is only supported for remote server types (streamable-http or sse)");
        }
        return access;
    }

    private static Naming naming(Fields spec) {
        var prefix = spec.text("toolPrefix").filter(Predicate.not(String::isEmpty));
        prefix.ifPresent(text -> matching(spec, "toolPrefix", text, PREFIX));
        return new Naming(prefix, spec.fields("family").map(BackendDefinition::family));
    }

    private static Family family(Fields family) {
        var name = required(family, "name", "name is required");
        name.ifPresent(text -> matching(family, "name", text, PREFIX));
        var argument = required(family, "instanceArg", "instanceArg is required");
        argument.ifPresent(text -> matching(family, "instanceArg", text, ARGUMENT));
        return new Family(name.orElse(""), argument.orElse(""));
    }

    static void matching(Fields fields, String name, String text, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            fields.error(name, "must match ^" + pattern.pattern() + "$");
        }
    }

    /** A text that must be there and not be blank; of a value of another type only that is said. */
    static Optional<String> required(Fields fields, String name, String message) {
        var text = fields.text(name).filter(Predicate.not(String::isBlank));
        var reported = fields.value(name)
                .filter(value -> !(value instanceof JsonString))
                .isPresent();
        if (text.isEmpty() && !reported) {
            fields.error(name, message);
        }
        return text;
    }

    /** The spec with all members under their own names, unknown ones left out: what tools show. */
    public static JsonObject canonicalSpec(Definition definition) {
        return ServerShape.SPEC.read(definition.spec(), SPEC).canonical();
    }
}
