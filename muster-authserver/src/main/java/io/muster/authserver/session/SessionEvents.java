package io.muster.authserver.session;

import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener what happens, without ever depending on it: it is waited for as long as {@link SessionListener} says,
 * then it goes on in the background; what it throws is logged. {@link #authenticated} runs on the thread of the request,
 * unbounded, because it is called for every one. Thread-safe.
 */
public final class SessionEvents implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);
    private static final Duration STARTED = Duration.ofSeconds(15);
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private final SessionListener listener;
    private final Scheduler scheduler;

    public SessionEvents(SessionListener listener, Scheduler scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
    }

    @Override
    public void started(Caller caller, Optional<SubjectToken> token) {
        tell("started", caller.session(), STARTED, () -> listener.started(caller, token));
    }

    @Override
    public void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token) {
        guarded("authenticated", caller.session(), () -> listener.authenticated(caller, token));
    }

    @Override
    public void renewed(SessionId session, Subject subject, Optional<SubjectToken> token) {
        tell("renewed", session, OTHERS, () -> listener.renewed(session, subject, token));
    }

    @Override
    public void ended(SessionId session, Subject subject) {
        tell("ended", session, OTHERS, () -> listener.ended(session, subject));
    }

    private void tell(String event, SessionId session, Duration limit, Runnable call) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().name("session-" + event).start(() -> {
            try {
                guarded(event, session, call);
            } finally {
                done.complete(null);
            }
        });
        try {
            if (!TimedWait.await(done, limit, scheduler)) {
                log.atWarn()
                        .addKeyValue("event", event)
                        .addKeyValue("session", session)
                        .addKeyValue("limit", limit)
                        .log("session listener takes long, not waiting for it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(String event, SessionId session, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("event", event)
                    .addKeyValue("session", session)
                    .log("session listener failed");
        }
    }
}
