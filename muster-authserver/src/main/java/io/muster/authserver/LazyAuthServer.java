package io.muster.authserver;

import io.muster.authserver.authorize.OwnLogins;
import io.muster.authserver.token.SessionRefresh;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashStore;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authorization server that is there at once: while what it depends on cannot be reached, it answers 503 and tries
 * again, with growing pauses. What no waiting can repair is fatal at the start; when it shows later, the server stays as
 * it is and says why. Thread-safe.
 */
public final class LazyAuthServer implements AutoCloseable, Authenticator<Caller> {
    private static final Logger log = LoggerFactory.getLogger(LazyAuthServer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final double SPREAD = 0.2;
    /** How long an attempt under way is waited for at the end. */
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(5);

    private static final HttpResponse NOT_YET =
            unavailable("OIDC discovery in progress, please retry").with("Retry-After", "30");

    /** Says nothing of coming back: somebody has to repair the configuration first. */
    private static final HttpResponse NEVER =
            unavailable("The authorization server is misconfigured; its operator finds the reason in its log");

    private static final String DISCOVERING = "oidc-discovery-pending";
    private static final String MISCONFIGURED = "misconfigured";

    private final Construction construction;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final CompletableFuture<Outcome> first = new CompletableFuture<>();
    private final CompletableFuture<AuthServer> server = new CompletableFuture<>();
    private volatile String problem = DISCOVERING;
    private Scheduler.Timer next = () -> {};
    private @Nullable Attempt attempt;
    private boolean closed;

    /** An attempt under way, or the last one. */
    private record Attempt(Thread thread, CompletableFuture<Void> ended) {}

    /** Builds the server, as often as it takes. */
    public interface Construction {
        /** One attempt; leaves nothing behind when it fails. */
        Outcome attempt() throws InterruptedException;
    }

    /** What became of an attempt. */
    public sealed interface Outcome {
        /** It serves. */
        record Ready(AuthServer server) implements Outcome {}

        /** Something did not answer. */
        record Unavailable(String problem) implements Outcome {}

        /** The configuration does not fit what it describes. */
        record Misconfigured(String problem) implements Outcome {}
    }

    /** The configuration cannot work; the message says what is wrong with it. */
    public static final class MisconfiguredException extends RuntimeException {
        public MisconfiguredException(String message) {
            super(message);
        }
    }

    private LazyAuthServer(Construction construction, Scheduler scheduler, RandomGenerator random) {
        this.construction = construction;
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * Begins to build the server.
     *
     * @param patience how long the outcome of the first attempt is waited for
     * @throws MisconfiguredException when the first attempt shows within that time that none can succeed
     */
    public static LazyAuthServer start(
            Construction construction, Duration patience, Scheduler scheduler, RandomGenerator random)
            throws InterruptedException {
        var lazy = new LazyAuthServer(construction, scheduler, random);
        lazy.begin(FIRST_PAUSE);
        if (TimedWait.await(lazy.first, patience, scheduler)
                && lazy.first.resultNow() instanceof Outcome.Misconfigured(var why)) {
            lazy.close();
            throw new MisconfiguredException(why);
        }
        return lazy;
    }

    /** Why it does not serve; empty when it does. */
    public Optional<String> degraded() {
        return server.isDone() ? Optional.empty() : Optional.of(problem);
    }

    /** Runs that as soon as it serves. */
    public void whenReady(Runnable action) {
        var _ = server.thenRun(action);
    }

    /** An endpoint of the server, once there is one. */
    public HttpHandler endpoint(Function<AuthServer, HttpHandler> endpoint) {
        return request -> server.isDone() ? endpoint.apply(server.resultNow()).handle(request) : away();
    }

    @Override
    public Admission<Caller> admit(HttpRequest request) {
        return server.isDone() ? server.resultNow().resourceServer().admit(request) : new Answered<>(away());
    }

    private HttpResponse away() {
        return problem.equals(MISCONFIGURED) ? NEVER : NOT_YET;
    }

    private static HttpResponse unavailable(String description) {
        return HttpResponse.json(
                503, Json.bytes(JsonObject.of("error", "service_unavailable").with("error_description", description)));
    }

    /**
     * Refreshes what a session has from the identity provider; listeners have been told when this returns.
     *
     * @throws IllegalStateException when the server does not serve yet
     */
    public SessionRefresh.Outcome refresh(SessionId session) throws InterruptedException {
        if (!server.isDone()) {
            throw new IllegalStateException("OIDC discovery not yet complete, cannot refresh session");
        }
        return server.resultNow().sessions().refresh(session);
    }

    /** Where sessions are kept; empty while that is not open. */
    public Optional<HashStore> hashes() {
        return server.isDone() ? Optional.of(server.resultNow().stores().hashes()) : Optional.empty();
    }

    /** Logins for pages of Muster itself; none while nobody can log in. */
    public Optional<OwnLogins> ownLogins() {
        return server.isDone() ? Optional.of(server.resultNow().ownLogins()) : Optional.empty();
    }

    private void begin(Duration pause) {
        synchronized (this) {
            if (closed) {
                return;
            }
            var ended = new CompletableFuture<Void>();
            var thread = Thread.ofVirtual().name("auth-server").start(() -> run(pause, ended));
            attempt = new Attempt(thread, ended);
        }
    }

    private void run(Duration pause, CompletableFuture<Void> ended) {
        try {
            var outcome = attempted();
            switch (outcome) {
                case Outcome.Ready(var ready) -> serve(ready);
                case Outcome.Unavailable(var why) -> later(why, pause);
                case Outcome.Misconfigured(var why) -> {
                    log.atError()
                            .addKeyValue("problem", why)
                            .log("the authorization server is misconfigured and will not be tried again");
                    problem = MISCONFIGURED;
                }
            }
            first.complete(outcome);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            ended.complete(null);
        }
    }

    private Outcome attempted() throws InterruptedException {
        try {
            return construction.attempt();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("building the authorization server failed unexpectedly");
            return new Outcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private void serve(AuthServer ready) {
        synchronized (this) {
            if (!closed) {
                server.complete(ready);
                log.atInfo().addKeyValue("provider", ready.provider()).log("the authorization server is ready");
                return;
            }
        }
        ready.close();
    }

    private synchronized void later(String why, Duration pause) {
        if (closed) {
            return;
        }
        var spread = Duration.ofMillis((long) (pause.toMillis() * (1 - SPREAD + 2 * SPREAD * random.nextDouble())));
        var longer = pause.multipliedBy(2);
        log.atWarn().addKeyValue("problem", why).addKeyValue("again_in", spread).log("OIDC discovery failed, retrying");
        next = scheduler.after(spread, () -> begin(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE));
    }

    /** Ends an attempt under way, waits for that, and closes the server if there is one; none appears afterwards. */
    @Override
    public void close() {
        @Nullable Attempt last;
        synchronized (this) {
            closed = true;
            next.cancel();
            last = attempt;
        }
        if (last != null) {
            end(last);
        }
        if (server.isDone()) {
            server.resultNow().close();
        }
    }

    private void end(Attempt last) {
        last.thread().interrupt();
        try {
            if (!TimedWait.await(last.ended(), LAST_ATTEMPT, scheduler)) {
                log.atWarn().addKeyValue("limit", LAST_ATTEMPT).log("an attempt under way does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
