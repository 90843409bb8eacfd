package io.muster.cli.context;

import io.muster.wire.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/** One entry of the contexts file; a lens that keeps members it does not know. */
public record NamedContext(JsonObject json) {
    private static final int LONGEST = 63;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    /** A new entry. */
    public static NamedContext of(String name, String endpoint) {
        return new NamedContext(
                JsonObject.builder().put("name", name).put("endpoint", endpoint).build());
    }

    public String name() {
        return json.text("name", "");
    }

    public String endpoint() {
        return json.text("endpoint", "");
    }

    public JsonObject settings() {
        return json.object("settings").orElse(JsonObject.EMPTY);
    }

    /** The output format to use when the command line names none. */
    public Optional<String> output() {
        return settings().text("output").filter(text -> !text.isEmpty());
    }

    public NamedContext withEndpoint(String endpoint) {
        return new NamedContext(json.with("endpoint", endpoint));
    }

    NamedContext withName(String name) {
        return new NamedContext(json.with("name", name));
    }

    /**
     * The name, if a context may be called so.
     *
     * @throws ContextFailure that says what a name looks like
     */
    public static String checkedName(String name) {
        if (name.isEmpty()) {
            throw new ContextFailure("context name cannot be empty");
        }
        if (name.length() > LONGEST) {
            throw new ContextFailure("context name cannot exceed 63 characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw new ContextFailure("context name must contain only lowercase letters, numbers, and hyphens,"
                    + " and must start and end with an alphanumeric character");
        }
        return name;
    }
}
