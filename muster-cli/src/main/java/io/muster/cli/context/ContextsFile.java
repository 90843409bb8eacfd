package io.muster.cli.context;

import io.muster.wire.file.AtomicFile;
import io.muster.wire.file.OwnerOnly;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.yaml.YamlDocument;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The file {@code ~/.config/muster/contexts.yaml}, wherever the configuration directory is. Comments, order and unknown
 * keys survive changes; a file that cannot be read is never written.
 */
public final class ContextsFile {
    private static final long LONGEST = 1 << 20;

    private final Path path;

    public ContextsFile(Path path) {
        this.path = path;
    }

    /**
     * The file of the person whose environment this is.
     *
     * @throws ContextFailure when {@code HOME} is not set
     */
    public static ContextsFile of(Map<String, String> environment) {
        var home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new ContextFailure("HOME is not set, so there is no place for contexts");
        }
        return new ContextsFile(Path.of(home, ".config", "muster", "contexts.yaml"));
    }

    public Path path() {
        return path;
    }

    /**
     * What the file says; a missing one says nothing.
     *
     * @throws ContextFailure with the position of what is wrong with it
     */
    public Contexts read() {
        var text = text();
        return text.isEmpty() ? Contexts.NONE : contexts(document(text));
    }

    /**
     * Changes what the file says. Either the whole new file is there afterwards or the whole old one.
     *
     * @throws ContextFailure when the file cannot be read or written, or by the change
     */
    public Contexts change(UnaryOperator<Contexts> change) {
        var document = document(text());
        var before = contexts(document);
        var after = change.apply(before);
        if (!after.equals(before)) {
            write(document.edited(after.json()));
        }
        return after;
    }

    private String text() {
        try {
            if (Files.size(path) > LONGEST) {
                throw new ContextFailure(path + ": larger than 1 MiB");
            }
            return Files.readString(path);
        } catch (NoSuchFileException none) {
            return "";
        } catch (CharacterCodingException e) {
            throw new ContextFailure(path + ": not UTF-8", e);
        } catch (IOException e) {
            throw new ContextFailure(path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private YamlDocument document(String text) {
        try {
            return YamlDocument.parse(text);
        } catch (YamlException e) {
            throw new ContextFailure(path + " " + e.position() + ": " + e.getMessage(), e);
        }
    }

    private Contexts contexts(YamlDocument document) {
        if (document.value() instanceof JsonNull) {
            return Contexts.NONE;
        }
        if (!(document.value() instanceof JsonObject json)) {
            throw misshapen(document, JsonPath.ROOT, "must be a mapping of keys to values");
        }
        var list = json.get("contexts").filter(value -> !(value instanceof JsonNull));
        if (list.isPresent() && !(list.get() instanceof JsonArray)) {
            throw misshapen(document, JsonPath.ROOT.member("contexts"), "contexts must be a list");
        }
        var entries = json.values("contexts");
        for (int i = 0; i < entries.size(); i++) {
            if (!(entries.get(i) instanceof JsonObject entry)
                    || entry.text("name").isEmpty()) {
                throw misshapen(
                        document,
                        JsonPath.ROOT.member("contexts").element(i),
                        "a context must have a name and an endpoint");
            }
        }
        return new Contexts(json);
    }

    private ContextFailure misshapen(YamlDocument document, JsonPath at, String problem) {
        return new ContextFailure(path + " " + document.position(at) + ": " + problem);
    }

    private void write(String text) {
        try {
            var target = AtomicFile.behindLink(path);
            var directory = Objects.requireNonNull(target.getParent(), "a file is in a directory");
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, OwnerOnly.directory(directory));
            }
            AtomicFile.ownerOnly().replace(target, text);
        } catch (IOException e) {
            throw new ContextFailure(
                    path + ": cannot be written (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
