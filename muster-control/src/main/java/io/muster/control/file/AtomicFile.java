package io.muster.control.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file as a whole or not at all: the content is complete on disk under another name in the same directory
 * before it takes the name of the file. A full disk therefore leaves the old file as it was.
 */
final class AtomicFile {
    static final String TEMPORARY = ".tmp-";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Filler filler;

    AtomicFile(Filler filler) {
        this.filler = filler;
    }

    static AtomicFile onDisk() {
        return new AtomicFile(AtomicFile::writeAndForce);
    }

    /** Brings content into an empty file and onto the disk. */
    @FunctionalInterface
    interface Filler {
        void fill(Path temporary, byte[] content) throws IOException;
    }

    /** Writes the file; one that exists keeps its permissions, a new one is its owner's alone: it may hold secrets. */
    void replace(Path target, byte[] content) throws IOException {
        var directory = target.toAbsolutePath().getParent();
        var temporary = Files.createTempFile(directory, TEMPORARY, "");
        try {
            filler.fill(temporary, content);
            var view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
            if (view != null) {
                view.setPermissions(permissions(target));
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Set<PosixFilePermission> permissions(Path target) throws IOException {
        try {
            return Files.getPosixFilePermissions(target);
        } catch (NoSuchFileException isNew) {
            return PRIVATE;
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
