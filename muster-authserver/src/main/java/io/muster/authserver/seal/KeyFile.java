package io.muster.authserver.seal;

import io.muster.oauth.Secret;
import io.muster.wire.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The key of the embedded store where operators give none: a file beside the store that only its owner can read, made
 * once.
 *
 * <p>It protects the store where it goes without its key: a copy of the store alone, its blocks on a discarded disc, a
 * backup that leaves this file out. It does not protect against somebody who can read both files as this user does; who
 * must be safe from that gives the key from elsewhere ({@code encryptionKey} or {@code encryptionKeyFile}).
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private KeyFile() {}

    /**
     * The key in the file, which is created when there is none. Of several processes that start at once one creates it.
     *
     * @throws IOException when it cannot be read or written, or when others can read it
     * @throws WeakKeyException when it holds something else
     */
    public static SealingKey loadOrCreate(Path file, RandomGenerator random) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, SealingKey.random(random));
        }
        if (isPosix(file) && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IOException("others can read the key file " + file + "; run: chmod 600 " + file);
        }
        return SealingKey.decode(new Secret(Files.readString(file, StandardCharsets.US_ASCII)));
    }

    /** Written elsewhere first, so that nobody ever reads half a key. */
    private static void create(Path file, SealingKey key) throws IOException {
        var directory = file.toAbsolutePath().resolveSibling("").normalize();
        var draft = Files.createTempFile(directory, file.getFileName().toString(), ".new", OwnerOnly.file(directory));
        try {
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.US_ASCII.encode(key.encoded().reveal() + "\n"));
                channel.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherProcessWasFaster) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
