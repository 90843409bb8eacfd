package io.muster.verify.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people download.
 *
 * @param archive the file {@code muster-<version>-<system>.tar.gz}; its checksum and bill of materials are beside it
 */
public record Download(Path archive) {
    private static final Path TARGET = Path.of("../muster-dist/target");
    private static final String SUFFIX = ".tar.gz";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static Download made() throws MissingToolException {
        return only(TARGET.resolve("download"), "muster-*" + SUFFIX)
                .map(Download::new)
                .orElseThrow(() -> new MissingToolException("no download is made; use the phase verify on Linux"));
    }

    /** The directory that the archive was made of, if it was. */
    static Optional<Path> image() {
        return only(TARGET.resolve("image"), "muster-*");
    }

    /** Its name, which is that of the one directory in it. */
    public String name() {
        var file = archive.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /** A file beside the archive. */
    public Path beside(String name) {
        return archive.resolveSibling(name);
    }

    /** Unpacks it into a directory, and answers where it is. */
    public Path unpack(Path directory) {
        var unpacked = Command.in(directory, "tar", "-xzf", archive.toString()).run(LIMIT);
        if (unpacked.exitCode() != 0) {
            throw new AssertionError("the archive cannot be unpacked: " + unpacked.errors());
        }
        return directory.resolve(name());
    }

    /** The program of an unpacked download as a stranger runs it: no variable and no JDK of this build reaches it. */
    public static Program program(Path home) {
        var launcher = home.resolve("bin/muster").toString();
        return new Program(List.of("/usr/bin/env", "-i", "PATH=/usr/bin:/bin", launcher), home);
    }

    private static Optional<Path> only(Path directory, String pattern) {
        var absolute = Installation.module().resolve(directory).normalize();
        if (!Files.isDirectory(absolute)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(absolute, pattern)) {
            var found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + absolute, e);
        }
    }
}
