package io.muster.wire.file;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Rights that make what is created its owner's alone, on file systems that know such rights (POSIX). */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** For a file that is created at that path. */
    public static FileAttribute<?>[] file(Path path) {
        return rights(path, "rw-------");
    }

    /** For directories that are created on the way to that path. */
    public static FileAttribute<?>[] directory(Path path) {
        return rights(path, "rwx------");
    }

    private static FileAttribute<?>[] rights(Path path, String rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
