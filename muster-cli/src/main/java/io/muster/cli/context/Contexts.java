package io.muster.cli.context;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the contexts file says; a lens that keeps members it does not know. */
public record Contexts(JsonObject json) {
    public static final Contexts NONE = new Contexts(JsonObject.EMPTY);

    private static final String CURRENT = "current-context";
    private static final String LIST = "contexts";

    /** The name of the current context, which need not exist. */
    public Optional<String> current() {
        return json.text(CURRENT).filter(name -> !name.isEmpty());
    }

    public List<NamedContext> all() {
        return json.values(LIST).stream()
                .filter(JsonObject.class::isInstance)
                .map(entry -> new NamedContext((JsonObject) entry))
                .toList();
    }

    public List<String> names() {
        return all().stream().map(NamedContext::name).toList();
    }

    public Optional<NamedContext> find(String name) {
        return all().stream().filter(context -> context.name().equals(name)).findFirst();
    }

    /**
     * The context of that name.
     *
     * @param advice what to do when there is none; may be empty
     * @throws ContextFailure when there is none
     */
    public NamedContext require(String name, String advice) {
        return find(name)
                .orElseThrow(() -> new ContextFailure("context \"" + name + "\" not found" + near(name) + advice));
    }

    private String near(String name) {
        return Nearest.of(name, names())
                .map(near -> " (did you mean \"" + near + "\"?)")
                .orElse("");
    }

    /** With the context at the end of the list; its name must be new. */
    public Contexts added(NamedContext context) {
        requireNew(context.name());
        var entries = new ArrayList<>(all());
        entries.add(context);
        return with(entries);
    }

    /** With the context in place of the one of its name. */
    public Contexts replaced(NamedContext context) {
        return with(all().stream()
                .map(old -> old.name().equals(context.name()) ? context : old)
                .toList());
    }

    public Contexts removed(String name) {
        var rest = with(
                all().stream().filter(context -> !context.name().equals(name)).toList());
        return current().filter(name::equals).isPresent() ? new Contexts(rest.json.without(CURRENT)) : rest;
    }

    /** With another name for a context; it stays current if it is. */
    public Contexts renamed(String from, String to) {
        require(from, "");
        if (!from.equals(to)) {
            requireNew(to);
        }
        var renamed = with(all().stream()
                .map(context -> context.name().equals(from) ? context.withName(to) : context)
                .toList());
        return current().filter(from::equals).isPresent() ? renamed.using(to) : renamed;
    }

    /** With another current context. */
    public Contexts using(String name) {
        return new Contexts(json.with(CURRENT, name));
    }

    private void requireNew(String name) {
        if (find(name).isPresent()) {
            throw new ContextFailure("context \"" + name + "\" already exists");
        }
    }

    private Contexts with(List<NamedContext> entries) {
        return new Contexts(json.with(
                LIST, JsonArray.of(entries.stream().map(NamedContext::json).toList())));
    }
}
