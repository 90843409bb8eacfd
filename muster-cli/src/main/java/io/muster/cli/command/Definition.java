package io.muster.cli.command;

import io.muster.wire.json.JsonObject;
import java.util.Locale;

/**
 * What is to be created.
 *
 * @param type the resource type of the command line
 * @param arguments what the tool wants
 */
record Definition(String type, JsonObject arguments) {
    /**
     * Reads a document: a Kubernetes resource with {@code kind}, {@code metadata} and {@code spec}, or the flat
     * arguments of the tool.
     *
     * @param type from the command line, or empty
     * @param name from the command line, or empty
     */
    static Definition of(JsonObject document, String type, String name) {
        var spec = document.object("spec");
        var kind = document.text("kind", "").toLowerCase(Locale.ROOT);
        if (!kind.isEmpty()) {
            ResourceTypes.check(kind, CreateCommand.TYPES);
        }
        if (type.isEmpty() && kind.isEmpty()) {
            throw new CommandFailure(
                    "the file does not say its kind: name the type, as in muster create mcpserver -f FILE");
        }
        if (!type.isEmpty() && !kind.isEmpty() && !type.equals(kind)) {
            throw new CommandFailure("the file defines a " + document.text("kind", "") + ", not a " + type);
        }
        var own = spec.isPresent()
                ? document.object("metadata").orElse(JsonObject.EMPTY).text("name", "")
                : document.text("name", "");
        if (!name.isEmpty() && !own.isEmpty() && !name.equals(own)) {
            throw new CommandFailure("the file defines \"" + own + "\", not \"" + name + "\"");
        }
        var used = name.isEmpty() ? own : name;
        if (used.isEmpty()) {
            throw new CommandFailure("resource name is required");
        }
        var body = spec.orElse(document.without("kind").without("apiVersion"));
        return new Definition(type.isEmpty() ? kind : type, named(used, body));
    }

    private static JsonObject named(String name, JsonObject body) {
        var arguments = JsonObject.builder().put("name", name);
        body.without("name").members().forEach(member -> arguments.put(member.name(), member.value()));
        return arguments.build();
    }
}
