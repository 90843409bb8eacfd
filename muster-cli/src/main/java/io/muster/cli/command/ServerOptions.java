package io.muster.cli.command;

import io.muster.cli.argument.Given;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flags of {@code create mcpserver}, which are the tool's arguments in kebab or camel case. */
final class ServerOptions {
    static final List<String> NAMES = List.of(
            "type",
            "command",
            "args",
            "url",
            "env",
            "header",
            "timeout",
            "autoStart",
            "auto-start",
            "tool-prefix",
            "toolPrefix",
            "description",
            "auth-type",
            "authType",
            "forward-token",
            "forwardToken",
            "required-audiences",
            "requiredAudiences",
            "auth-issuer",
            "authIssuer",
            "auth-scopes",
            "authScopes");

    private final JsonObject.Builder server = JsonObject.builder();
    private final JsonObject.Builder auth = JsonObject.builder();
    private final JsonObject.Builder authorizationServer = JsonObject.builder();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    ServerOptions(List<Given> given) {
        given.forEach(this::take);
    }

    private void take(Given option) {
        var value = option.value().orElse("");
        switch (option.name()) {
            case "type", "command", "url", "description" -> server.put(option.name(), value);
            case "toolPrefix", "tool-prefix" -> server.put("toolPrefix", value);
            case "args" -> server.put("args", list(value));
            case "autoStart", "auto-start" -> server.put("autoStart", isTrue(option));
            case "timeout" -> server.put("timeout", integer(value));
            case "env" -> pair(option, env);
            case "header" -> pair(option, headers);
            case "auth-type", "authType" -> auth.put("type", value);
            case "forward-token", "forwardToken" -> auth.put("forwardToken", isTrue(option));
            case "required-audiences", "requiredAudiences" -> auth.put("requiredAudiences", list(value));
            case "auth-issuer", "authIssuer" -> authorizationServer.put("issuer", value);
            case "auth-scopes", "authScopes" -> authorizationServer.put("scopes", value);
            default -> unknown.add(option.name());
        }
    }

    /** Flags that mean nothing. */
    List<String> unknown() {
        return unknown;
    }

    /** The arguments of the tool; groups of which nothing was given are left out. */
    JsonObject arguments(String name) {
        var arguments = JsonObject.builder().put("name", name);
        server.build().members().forEach(member -> arguments.put(member.name(), member.value()));
        putUnlessEmpty(arguments, "env", JsonObject.ofStrings(env));
        putUnlessEmpty(arguments, "headers", JsonObject.ofStrings(headers));
        putUnlessEmpty(auth, "authorizationServer", authorizationServer.build());
        putUnlessEmpty(arguments, "auth", auth.build());
        return arguments.build();
    }

    private static void putUnlessEmpty(JsonObject.Builder target, String name, JsonObject group) {
        if (!group.isEmpty()) {
            target.put(name, group);
        }
    }

    private static boolean isTrue(Given option) {
        return option.value().map("true"::equals).orElse(true);
    }

    private static JsonArray list(String value) {
        return JsonArray.ofStrings(Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList());
    }

    private static long integer(String value) {
        if (!value.matches("-?\\d{1,18}")) {
            throw new CommandFailure("--timeout must be a whole number of seconds, not \"" + value + "\"");
        }
        return Long.parseLong(value);
    }

    private static void pair(Given option, Map<String, String> pairs) {
        var text = option.value().orElse("");
        var equals = text.indexOf('=');
        if (equals <= 0) {
            // Without the text, which may be a secret.
            throw new CommandFailure("--" + option.name() + " must look like NAME=VALUE");
        }
        pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
}
