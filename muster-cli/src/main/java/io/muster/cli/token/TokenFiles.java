package io.muster.cli.token;

import io.muster.wire.file.AtomicFile;
import io.muster.wire.file.OwnerOnly;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory {@code ~/.config/muster/tokens}: one file for each server, for its owner's eyes only. A file is replaced as
 * a whole or not at all. One instance per process; thread-safe. Who reads, decides and writes
 * holds {@link #lock} meanwhile.
 */
public final class TokenFiles {
    private static final Logger log = LoggerFactory.getLogger(TokenFiles.class);
    private static final long LONGEST = 1 << 20;
    private static final String SUFFIX = ".json";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final Set<String> locked = ConcurrentHashMap.newKeySet();

    public TokenFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Those of the person whose environment this is.
     *
     * @throws TokenFileFailure when {@code HOME} is not set
     */
    public static TokenFiles of(Map<String, String> environment) {
        return find(environment)
                .orElseThrow(() -> new TokenFileFailure("HOME is not set, so there is no place for tokens"));
    }

    /** The same; empty when there is no place for them. */
    public static Optional<TokenFiles> find(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> new TokenFiles(Path.of(home, ".config", "muster", "tokens")));
    }

    /** Whether there may be any token at all; cheap. */
    public boolean exist() {
        return Files.isDirectory(directory);
    }

    /**
     * The token for a server.
     *
     * @throws TokenFileFailure when its file cannot be read, or is no token
     */
    public Optional<StoredToken> read(ServerUrl server) {
        return read(file(server));
    }

    private Optional<StoredToken> read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new TokenFileFailure(file + ": larger than 1 MiB");
            }
            restrict(file);
            if (Json.parse(Files.readAllBytes(file)) instanceof JsonObject json) {
                return Optional.of(new StoredToken(json));
            }
            throw new TokenFileFailure(file + ": not a JSON object; to log in anew, delete it");
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonException e) {
            throw new TokenFileFailure(file + ": not JSON; to log in anew, delete it", e);
        } catch (IOException e) {
            throw new TokenFileFailure(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Takes away rights that others were given. */
    private static void restrict(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
            log.atWarn().addKeyValue("file", file).log("a token file was open to others; its mode is 0600 again");
            view.setPermissions(OWNER);
        }
    }

    /** All tokens that can be read. */
    public List<StoredToken> all() {
        var found = new ArrayList<StoredToken>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                read(file).ifPresent(found::add);
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new TokenFileFailure(directory + ": cannot be read", e);
        }
        return List.copyOf(found);
    }

    /** Either the whole new file is there afterwards or the whole old one. */
    public void write(ServerUrl server, StoredToken token) {
        var file = file(server);
        try {
            prepare();
            AtomicFile.ownerOnly().replace(file, Json.text(token.json(), JsonFormat.INDENTED) + "\n");
        } catch (IOException e) {
            throw new TokenFileFailure(
                    file + ": cannot be written (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Forgets the token of a server; that there is none is fine. */
    public void delete(ServerUrl server) {
        var file = file(server);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TokenFileFailure(
                    file + ": cannot be deleted (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Takes the lock of a server's file, which holds among all processes; empty when somebody else has it now.
     *
     * @throws TokenFileFailure when there is no place for it
     */
    public Optional<TokenLock> lock(ServerUrl server) {
        var key = server.key();
        // The system knows processes only, and forgets a lock as soon as its process closes any channel of the file.
        if (!locked.add(key)) {
            return Optional.empty();
        }
        var taken = Optional.<TokenLock>empty();
        try {
            prepare();
            taken = TokenLock.take(
                    directory.resolve(key + ".lock"), () -> locked.remove(key), OwnerOnly.file(directory));
            return taken;
        } catch (IOException e) {
            throw new TokenFileFailure(
                    directory + ": cannot be locked (" + e.getClass().getSimpleName() + ")", e);
        } finally {
            if (taken.isEmpty()) {
                locked.remove(key);
            }
        }
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OwnerOnly.directory(directory));
        }
    }

    private Path file(ServerUrl server) {
        return directory.resolve(server.key() + SUFFIX);
    }
}
