package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.TokenFiles;
import io.muster.cli.token.TokenLock;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Waits for locks of token files, which other processes hold for as long as one request takes. */
record FileLocks(TokenFiles files, Scheduler scheduler, InstantSource clock) {
    private static final Duration STEP = Duration.ofMillis(50);

    /** The lock; empty when somebody else has kept it for so long. */
    Optional<TokenLock> take(ServerUrl server, Duration patience) throws InterruptedException {
        var deadline = Deadline.after(patience, clock);
        while (true) {
            var lock = files.lock(server);
            if (lock.isPresent() || deadline.passed(clock.instant())) {
                return lock;
            }
            TimedWait.pause(STEP, scheduler);
        }
    }
}
