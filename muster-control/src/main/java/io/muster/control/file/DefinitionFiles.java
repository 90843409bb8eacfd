package io.muster.control.file;

import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which files are definitions: {@code <config>/<plural>/<name>.yaml} or {@code .yml}, nothing hidden, nothing deeper. */
final class DefinitionFiles {
    static final List<String> EXTENSIONS = List.of(".yaml", ".yml");
    private static final int MOST = 10_000;

    private final Path config;

    DefinitionFiles(Path config) {
        this.config = config.toAbsolutePath().normalize();
    }

    Path directory(ResourceKind kind) {
        return config.resolve(kind.plural());
    }

    /** The name of the definition that a file of this name holds, if it holds one. */
    static Optional<String> definitionName(String fileName) {
        if (fileName.startsWith(".")) {
            return Optional.empty();
        }
        return EXTENSIONS.stream()
                .filter(fileName::endsWith)
                .findFirst()
                .map(extension -> fileName.substring(0, fileName.length() - extension.length()));
    }

    /** How a file is called in messages, without the way to the configuration directory. */
    static String label(ResourceKind kind, String fileName) {
        return kind.plural() + "/" + fileName;
    }

    /** The files that claim to be this definition; more than one is a mistake of their author. */
    List<Path> candidates(ResourceKey key) throws IOException {
        var found = Stream.<Path>builder();
        for (var extension : EXTENSIONS) {
            var file = directory(key.kind()).resolve(key.name() + extension);
            if (exists(file)) {
                found.add(file);
            }
        }
        return found.build().toList();
    }

    /** Where a file really is; empty when a symbolic link leads out of the configuration directory. */
    Optional<Path> resolved(Path file) throws IOException {
        var real = file.toRealPath();
        return real.startsWith(config.toRealPath()) ? Optional.of(real) : Optional.empty();
    }

    /** The files of all definitions of a kind by their names, also by those that are not valid. */
    SortedMap<String, SortedSet<String>> byName(ResourceKind kind) throws IOException {
        var byName = new TreeMap<String, SortedSet<String>>();
        try (var files = Files.newDirectoryStream(directory(kind))) {
            for (var file : files) {
                var fileName = file.getFileName().toString();
                var name = definitionName(fileName);
                if (name.isPresent() && !Files.isDirectory(file) && byName.size() < MOST) {
                    byName.computeIfAbsent(name.get(), _ -> new TreeSet<>()).add(fileName);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return byName;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return byName;
    }

    /** Unlike {@link Files#exists}, does not take "cannot be seen" for "is not there". */
    private static boolean exists(Path file) throws IOException {
        try {
            return !Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException absent) {
            return false;
        }
    }
}
