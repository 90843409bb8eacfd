package io.muster.wire.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Replaces files as a whole or not at all: the content is complete on disk under another name in the same directory
 * before it takes the name of the file. A full disk or a crash therefore leaves the old file as it was. A new file is its
 * owner's alone, because it may hold secrets.
 */
public final class AtomicFile {
    private static final String TEMPORARY = ".tmp-";

    private final boolean keepsRights;
    private final Filler filler;

    private AtomicFile(boolean keepsRights, Filler filler) {
        this.keepsRights = keepsRights;
        this.filler = filler;
    }

    /** A file that is replaced keeps its rights. */
    public static AtomicFile keepingRights() {
        return new AtomicFile(true, AtomicFile::writeAndForce);
    }

    /** A file that is replaced becomes its owner's alone, whatever it was before. */
    public static AtomicFile ownerOnly() {
        return new AtomicFile(false, AtomicFile::writeAndForce);
    }

    /** The same on another disk. */
    public AtomicFile with(Filler filler) {
        return new AtomicFile(keepsRights, filler);
    }

    /** Brings content into an empty file and onto the disk. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path temporary, byte[] content) throws IOException;
    }

    /** Where a link leads, so that one into a directory of dotfiles stays a link; else the path itself, made absolute. */
    public static Path behindLink(Path path) throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    }

    /** Writes the file, whose directory exists. */
    public void replace(Path target, byte[] content) throws IOException {
        var directory = target.toAbsolutePath().getParent();
        var temporary = Files.createTempFile(directory, TEMPORARY, "", OwnerOnly.file(target));
        try {
            filler.fill(temporary, content);
            if (keepsRights) {
                copyRights(target, temporary);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The same with text in UTF-8. */
    public void replace(Path target, String content) throws IOException {
        replace(target, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void copyRights(Path from, Path to) throws IOException {
        var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            view.setPermissions(Files.getPosixFilePermissions(from));
        } catch (NoSuchFileException isNew) {
            // It stays its owner's alone.
        }
    }

    private static void writeAndForce(Path temporary, byte[] content) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
