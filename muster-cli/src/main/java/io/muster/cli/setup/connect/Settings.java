package io.muster.cli.setup.connect;

import io.muster.cli.setup.SetupFailure;
import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.ide.Link;
import io.muster.cli.setup.ide.SettingsFile;
import io.muster.cli.setup.jsonc.JsonText;
import io.muster.cli.setup.jsonc.JsonTextException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings file of one program. Only the entry for Muster is ever changed; a file that cannot be read is left as it
 * is. Not for use by several threads.
 */
public final class Settings {
    private final Ide ide;
    private final SettingsFile file;

    public Settings(Ide ide, Path file) {
        this.ide = ide;
        this.file = new SettingsFile(file);
    }

    /**
     * A change that can be made.
     *
     * @param kind what it does
     * @param text the whole file as it will be; empty when it stays as it is
     */
    public record Change(Kind kind, Optional<String> text) {
        /** What a change does. */
        public enum Kind {
            ADDED,
            CHANGED,
            REMOVED,
            UNCHANGED
        }
    }

    /**
     * What it takes that the program finds Muster under the name.
     *
     * @throws SetupFailure when the file cannot be read, with the position of the fault
     */
    public Change connected(String name, Link link) {
        return plan(name, Optional.of(ide.entry(link)));
    }

    /** What it takes that the program no longer knows the name. */
    public Change disconnected(String name) {
        return plan(name, Optional.empty());
    }

    private Change plan(String name, Optional<JsonObject> entry) {
        try {
            var before = JsonText.parse(file.read(), ide.dialect());
            var section = ide.section(file.path(), before.value());
            var old = entry(before.value(), section, name);
            if (old.equals(entry)) {
                return new Change(Change.Kind.UNCHANGED, Optional.empty());
            }
            var path = new ArrayList<>(section);
            path.add(name);
            var after = entry.map(wanted -> before.with(path, wanted)).orElseGet(() -> before.without(path));
            return new Change(kind(old, entry), Optional.of(after.toString()));
        } catch (JsonTextException e) {
            throw new SetupFailure(
                    file.path() + ": " + e.position() + ": " + e.getMessage() + "; the file was left as it is", e);
        }
    }

    private static Change.Kind kind(Optional<JsonValue> old, Optional<? extends JsonValue> wanted) {
        if (wanted.isEmpty()) {
            return Change.Kind.REMOVED;
        }
        return old.isEmpty() ? Change.Kind.ADDED : Change.Kind.CHANGED;
    }

    private static Optional<JsonValue> entry(JsonObject content, List<String> section, String name) {
        var at = Optional.of(content);
        for (var part : section) {
            at = at.flatMap(object -> object.object(part));
        }
        return at.flatMap(object -> object.get(name));
    }

    /**
     * Makes the change; the old file, if there was one, is kept beside the new one.
     *
     * @param stamp becomes part of the name of the copy
     * @return the copy of the old file
     * @throws SetupFailure when it cannot be written; the file is as it was then
     */
    public Optional<Path> write(Change change, String stamp) {
        return change.text().flatMap(text -> file.replace(text, stamp));
    }
}
