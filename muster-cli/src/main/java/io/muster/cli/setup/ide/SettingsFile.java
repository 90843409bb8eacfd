package io.muster.cli.setup.ide;

import io.muster.cli.setup.SetupFailure;
import io.muster.wire.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/** A file of another program, which is replaced as a whole or not at all. */
public final class SettingsFile {
    /** The state file of Claude Code holds much more than servers. */
    private static final long LARGEST = 32 << 20;

    private final Path path;

    public SettingsFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** What the file says; nothing when there is none. */
    public String read() {
        try {
            if (Files.size(path) > LARGEST) {
                throw new SetupFailure(path + ": larger than 32 MiB");
            }
            return Files.readString(path);
        } catch (NoSuchFileException none) {
            return "";
        } catch (CharacterCodingException e) {
            throw new SetupFailure(path + ": not UTF-8; the file was left as it is", e);
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /** Puts the text in place of the old one, which is kept beside it; the answer is where. */
    public Optional<Path> replace(String text, String stamp) {
        try {
            var target = AtomicFile.behindLink(path);
            Files.createDirectories(Objects.requireNonNull(target.getParent(), "a file is in a directory"));
            var backup = backup(stamp);
            AtomicFile.keepingRights().replace(target, text);
            return backup;
        } catch (IOException e) {
            throw failure("written", e);
        }
    }

    private Optional<Path> backup(String stamp) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        var copy = path.resolveSibling(path.getFileName() + ".bak-" + stamp);
        for (int i = 2; Files.exists(copy); i++) {
            copy = path.resolveSibling(path.getFileName() + ".bak-" + stamp + "-" + i);
        }
        Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        return Optional.of(copy);
    }

    private SetupFailure failure(String verb, IOException e) {
        return new SetupFailure(
                path + ": cannot be " + verb + " (" + e.getClass().getSimpleName() + ")", e);
    }
}
