package io.muster.cli.command;

import io.muster.cli.bridge.LoginDesk;
import io.muster.cli.login.BrowserLauncher;
import io.muster.cli.login.Login;
import io.muster.cli.login.LoginAttempt;
import io.muster.cli.login.LoginFailure;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The logins that an IDE asks for, one at a time. A login lives on when the call that began it has long been answered, and
 * ends after ten minutes.
 */
final class IdeLogin implements LoginDesk {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final URI endpoint;
    private final Login login;
    private final Optional<BrowserLauncher> launcher;
    private final Scheduler scheduler;
    private final Semaphore beginning = new Semaphore(1);
    private volatile @Nullable LoginAttempt current;

    /** @param launcher empty when no browser may be opened */
    IdeLogin(URI endpoint, Login login, Optional<BrowserLauncher> launcher, Scheduler scheduler) {
        this.endpoint = endpoint;
        this.login = login;
        this.launcher = launcher;
        this.scheduler = scheduler;
    }

    @Override
    public Visit begin(List<String> challenges) throws InterruptedException {
        if (!beginning.tryAcquire()) {
            throw new LoginFailure("a login is beginning already; try again in a moment");
        }
        try {
            var underWay = current;
            if (underWay != null && !underWay.outcome().isDone()) {
                return new Visit(underWay.url(), isOpened(underWay), underWay.outcome());
            }
            var attempt = login.begin(endpoint, challenges);
            current = attempt;
            var timer = scheduler.after(LIMIT, attempt::close);
            var _ = attempt.outcome().whenComplete((_, _) -> {
                timer.cancel();
                attempt.close();
            });
            return new Visit(attempt.url(), isOpened(attempt), attempt.outcome());
        } finally {
            beginning.release();
        }
    }

    private boolean isOpened(LoginAttempt attempt) throws InterruptedException {
        return launcher.isPresent() && launcher.get().open(attempt.url());
    }
}
