package io.muster.cli.token;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The right to change the token of one server. The system takes it back when the process ends, however it does. */
public final class TokenLock implements AutoCloseable {
    private final FileChannel channel;
    private final Runnable given;

    private TokenLock(FileChannel channel, Runnable given) {
        this.channel = channel;
        this.given = given;
    }

    /** @param given run when the lock is given back */
    static Optional<TokenLock> take(Path file, Runnable given, FileAttribute<?>... attributes) throws IOException {
        var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
        var taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        return taken ? Optional.of(new TokenLock(channel, given)) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(TokenLock.class).atWarn().setCause(e).log("a token file stays locked");
        } finally {
            given.run();
        }
    }
}
