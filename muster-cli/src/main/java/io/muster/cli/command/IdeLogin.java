package io.muster.cli.command;

import io.muster.cli.bridge.LoginDesk;
import io.muster.cli.login.BrowserLauncher;
import io.muster.cli.login.Login;
import io.muster.cli.login.LoginAttempt;
import io.muster.cli.login.LoginFailure;
import io.muster.cli.servers.Session;
import io.muster.cli.servers.SignIn;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that an IDE asks for, one at a time. A login lives on when the call that began it has long been answered, and
 * ends after ten minutes.
 */
final class IdeLogin implements LoginDesk {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration SILENT_LIMIT = Duration.ofSeconds(15);
    private static final Logger log = LoggerFactory.getLogger(IdeLogin.class);

    private final URI endpoint;
    private final Login login;
    private final TokenFiles files;
    private final Optional<BrowserLauncher> launcher;
    private final Wishes wishes;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Semaphore beginning = new Semaphore(1);
    private volatile @Nullable LoginAttempt current;

    /**
     * What the person wants done without being asked.
     *
     * @param silent whether a login that has ended is renewed in a browser that shows nothing
     * @param behind whether a login to Muster is followed by those to the servers behind it
     */
    record Wishes(boolean silent, boolean behind) {}

    /** @param launcher empty when no browser may be opened */
    IdeLogin(
            URI endpoint,
            Login login,
            TokenFiles files,
            Optional<BrowserLauncher> launcher,
            Wishes wishes,
            Scheduler scheduler,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.login = login;
        this.files = files;
        this.launcher = launcher;
        this.wishes = wishes;
        this.scheduler = scheduler;
        this.clock = clock;
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

    /** The tool of the IDE is there meanwhile; a login by it, which needs the same port, waits. */
    @Override
    public boolean renew(List<String> challenges) throws InterruptedException {
        if (!wishes.silent() || launcher.isEmpty() || !beginning.tryAcquire()) {
            return false;
        }
        try {
            var before = files.read(new ServerUrl(endpoint.toString()));
            return before.isPresent() && isRenewed(challenges, before.get(), launcher.get());
        } catch (LoginFailure | TokenFileFailure interactionNeeded) {
            log.atInfo().addKeyValue("reason", interactionNeeded.getMessage()).log("no silent login");
            return false;
        } finally {
            beginning.release();
        }
    }

    private boolean isRenewed(List<String> challenges, StoredToken before, BrowserLauncher browser)
            throws InterruptedException {
        try (var attempt = login.beginSilently(endpoint, challenges, before)) {
            if (!browser.open(attempt.url())) {
                return false;
            }
            attempt.await(SILENT_LIMIT);
            return true;
        }
    }

    /** One after the other, as the cookies of one help the next. */
    @Override
    public void signIn(Session session) throws InterruptedException {
        if (!wishes.behind() || launcher.isEmpty()) {
            return;
        }
        for (var server : session.status().loginPossible()) {
            var outcome = new SignIn(scheduler, clock)
                    .run(session, server.name(), server.authTool().orElseThrow(), launcher.get()::open);
            log.atInfo()
                    .addKeyValue("server", server.name())
                    .addKeyValue("outcome", outcome)
                    .log("login to a server behind Muster");
        }
    }
}
