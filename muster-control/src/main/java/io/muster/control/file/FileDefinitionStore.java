package io.muster.control.file;

import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.wire.file.AtomicFile;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Definitions as YAML files that people edit as well. The name of a file is the name of the definition. An update
 * changes only what it is about: comments, order and members that Muster does not know survive, a {@code status} block
 * included. Nothing is ever written into a file but what a tool was told to.
 *
 * <p>Reads take no lock, since files are replaced as a whole. Writers of this process take turns.
 */
public final class FileDefinitionStore implements DefinitionStore {
    private final DefinitionFiles files;
    private final AtomicFile writer;
    /** The one lock that is held over I/O: it orders "look, then write", and only tools ever wait for it. */
    private final ReentrantLock writing = new ReentrantLock();

    public FileDefinitionStore(Path config) {
        this(config, AtomicFile.keepingRights());
    }

    FileDefinitionStore(Path config, AtomicFile writer) {
        this.files = new DefinitionFiles(config);
        this.writer = writer;
    }

    @Override
    public String mode() {
        return "filesystem";
    }

    @Override
    public Lookup find(ResourceKey key) {
        try {
            return read(key).map(DefinitionText.Reading::lookup).orElseGet(Absent::new);
        } catch (IOException e) {
            throw new StoreFault("failed to read the definition " + key, e);
        }
    }

    @Override
    public List<Entry> list(ResourceKind kind) {
        try {
            return files.byName(kind).entrySet().stream()
                    .map(named -> new Entry(named.getKey(), entry(kind, named.getKey(), named.getValue())))
                    .filter(entry -> !(entry.lookup() instanceof Absent))
                    .toList();
        } catch (IOException e) {
            throw new StoreFault("failed to list " + kind.plural(), e);
        }
    }

    private Lookup entry(ResourceKind kind, String name, Collection<String> fileNames) {
        return ResourceName.problem(kind, name)
                .<Lookup>map(problem -> new Unreadable(fileNames.stream()
                        .map(fileName -> new DefinitionProblem(
                                DefinitionFiles.label(kind, fileName),
                                Optional.empty(),
                                new Problem(JsonPath.ROOT, problem)))
                        .toList()))
                .orElseGet(() -> find(new ResourceKey(kind, name)));
    }

    @Override
    public Creation create(ResourceKey key, Definition definition) {
        return inTurn("create", key, () -> {
            if (!files.candidates(key).isEmpty()) {
                return new Creation.AlreadyExists();
            }
            var directory = files.directory(key.kind());
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            write(directory.resolve(key.name() + ".yaml"), YamlDocument.write(definition.document()));
            return new Creation.Created();
        });
    }

    @Override
    public Update update(ResourceKey key, Definition expected, Definition changed) {
        return inTurn("update", key, () -> {
            var present = read(key);
            if (present.isEmpty()) {
                return new Update.NotFound();
            }
            return switch (present.get()) {
                case DefinitionText.Broken(var unreadable) -> new Update.Blocked(unreadable.problems());
                case DefinitionText.Intact(var text) -> {
                    if (!text.found().definition().equals(expected)) {
                        yield new Update.Conflict();
                    }
                    write(text.file(), text.yaml().edited(changed.document()));
                    yield new Update.Updated();
                }
            };
        });
    }

    @Override
    public Deletion delete(ResourceKey key) {
        return inTurn("delete", key, () -> {
            var present = files.candidates(key);
            for (var file : present) {
                Files.deleteIfExists(file);
            }
            return present.isEmpty() ? new Deletion.NotFound() : new Deletion.Deleted();
        });
    }

    private Optional<DefinitionText.Reading> read(ResourceKey key) throws IOException {
        var candidates = files.candidates(key);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var file = candidates.getFirst();
        var label = DefinitionFiles.label(key.kind(), file.getFileName().toString());
        if (candidates.size() > 1) {
            var names = candidates.stream()
                    .map(candidate -> candidate.getFileName().toString())
                    .collect(Collectors.joining(" and "));
            return Optional.of(DefinitionText.broken(label, "duplicate name: both " + names + " exist"));
        }
        try {
            var real = files.resolved(file);
            return Optional.of(
                    real.isEmpty()
                            ? DefinitionText.broken(label, "is a link that leads out of the configuration directory")
                            : DefinitionText.read(real.get(), label));
        } catch (NoSuchFileException dangling) {
            // Deleted while we looked, or a link to nothing.
            return Files.isSymbolicLink(file)
                    ? Optional.of(DefinitionText.broken(label, "is a link to a file that does not exist"))
                    : Optional.empty();
        }
    }

    private void write(Path file, String text) throws IOException {
        writer.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private <T> T inTurn(String what, ResourceKey key, Action<T> action) {
        writing.lock();
        try {
            return action.run();
        } catch (IOException e) {
            throw new StoreFault("failed to " + what + " the definition " + key + ": " + reason(e), e);
        } finally {
            writing.unlock();
        }
    }

    /** Why, without the paths of this machine. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName();
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }
}
