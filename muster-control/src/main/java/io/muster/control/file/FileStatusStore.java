package io.muster.control.file;

import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.status.ServerStatus;
import io.muster.control.status.StatusStore;
import io.muster.wire.file.AtomicFile;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Status in {@code <config>/.state/mcpservers/<name>.json}, readable by the owner only. */
public final class FileStatusStore implements StatusStore {
    private static final String EXTENSION = ".json";
    private static final int LARGEST = 64 << 10;

    private final Path directory;
    private final AtomicFile writer;

    public FileStatusStore(Path config) {
        this.directory = config.resolve(".state").resolve(ResourceKind.MCP_SERVER.plural());
        this.writer = AtomicFile.keepingRights();
    }

    @Override
    public Collection<String> names() {
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(directory, "*" + EXTENSION)) {
            for (var file : files) {
                var fileName = file.getFileName().toString();
                var name = fileName.substring(0, fileName.length() - EXTENSION.length());
                if (ResourceName.problem(ResourceKind.MCP_SERVER, name).isEmpty()) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException("failed to list the status of servers", e);
        }
        return names;
    }

    @Override
    public Optional<ServerStatus> load(String name) {
        try (var in = Files.newInputStream(file(name))) {
            var bytes = in.readNBytes(LARGEST);
            return Json.parse(bytes) instanceof JsonObject json ? ServerStatus.of(json) : Optional.empty();
        } catch (NoSuchFileException | JsonException none) {
            // A sidecar that somebody damaged is worth no more than none.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the status of " + name, e);
        }
    }

    @Override
    public void save(String name, ServerStatus status) {
        try {
            Files.createDirectories(directory);
            writer.replace(file(name), Json.bytes(status.json()));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the status of " + name, e);
        }
    }

    @Override
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to remove the status of " + name, e);
        }
    }

    private Path file(String name) {
        return directory.resolve(ResourceKey.server(name).name() + EXTENSION);
    }
}
