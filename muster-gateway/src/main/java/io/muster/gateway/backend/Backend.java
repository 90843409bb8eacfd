package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendListener.Trigger;
import io.muster.gateway.backend.BackendState.Active;
import io.muster.gateway.backend.BackendState.AuthRequired;
import io.muster.gateway.backend.BackendState.Ended;
import io.muster.gateway.backend.BackendState.Failed;
import io.muster.gateway.backend.BackendState.Idle;
import io.muster.gateway.backend.BackendState.Ledger;
import io.muster.gateway.backend.BackendState.Renewing;
import io.muster.gateway.backend.BackendState.Starting;
import io.muster.gateway.backend.BackendState.Stopped;
import io.muster.gateway.backend.BackendState.Stopping;
import io.muster.gateway.backend.BackendState.Then;
import io.muster.gateway.backend.Backends.StartOutcome;
import io.muster.gateway.backend.InventoryReader.Reading;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.flow.Backlog;
import io.muster.wire.json.Json;
import io.muster.wire.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live backend: a mailbox around {@link BackendMachine}. Everything that happens to it is a task of the mailbox;
 * what takes time runs elsewhere and reports back as an event. Readers see the last status and line published.
 */
final class Backend {
    private static final Logger log = LoggerFactory.getLogger(Backend.class);

    /** Notifications that wait to be passed on; a backend that floods us loses the rest. */
    private static final int MAX_WAITING = 1_000;

    private static final long MAX_WAITING_BYTES = 8 << 20;

    private final String name;
    private final Surroundings surroundings;
    private final BackendMachine machine;
    private final Mailbox mailbox;
    private final Backlog heard = new Backlog(MAX_WAITING, MAX_WAITING_BYTES);
    private final Link link;
    private final Pulse pulse;
    private final Relisting relisting;
    private final Subscriptions subscriptions;
    private final SharedConnection connection = new SharedConnection(this);
    private final CurrentLine line = new CurrentLine();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Touched by the mailbox only.
    private final Audience audience;
    private final List<CompletableFuture<Optional<StartOutcome>>> starters = new ArrayList<>();
    private final List<CompletableFuture<Void>> stoppers = new ArrayList<>();
    private BackendState state;

    private boolean forgotten;

    private volatile BackendStatus status;
    private volatile boolean ending;

    Backend(BackendSpec spec, Surroundings surroundings, List<BackendListener> listeners) {
        this.name = spec.name();
        this.surroundings = surroundings;
        this.machine = new BackendMachine(surroundings.timings());
        this.mailbox = new Mailbox(surroundings.executor());
        this.link = new Link(surroundings, this);
        this.pulse = new Pulse(surroundings, this);
        this.relisting = new Relisting(surroundings, this);
        this.subscriptions = new Subscriptions(surroundings, connection);
        this.audience = new Audience(listeners);
        this.state = new Idle(Ledger.of(spec));
        this.status = StatusProjection.of(state);
    }

    String name() {
        return name;
    }

    BackendStatus status() {
        return status;
    }

    /** Whether it can be called, at once or when a lost session has been replaced. */
    boolean isConnected() {
        return line.isPresent();
    }

    BackendSpec spec() {
        return status.spec();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    BackendConnection connection() {
        return connection;
    }

    /** Complete when it ended for good. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void listen(BackendListener listener) {
        mailbox.post(() -> audience.add(listener));
    }

    void post(BackendEvent event) {
        mailbox.post(() -> handle(event));
    }

    /** Posts an event and waits until it has been handled. */
    void handled(BackendEvent event) throws InterruptedException {
        var handled = new CountDownLatch(1);
        mailbox.post(() -> {
            try {
                handle(event);
            } finally {
                handled.countDown();
            }
        });
        handled.await();
    }

    /** Starts it, or joins a start under way; empty when it has ended for good. */
    CompletableFuture<Optional<StartOutcome>> start() {
        var outcome = new CompletableFuture<Optional<StartOutcome>>();
        mailbox.post(() -> {
            if (state instanceof Active || state instanceof Renewing) {
                outcome.complete(Optional.of(new StartOutcome.AlreadyRunning()));
            } else {
                request(new BackendEvent.Start(Trigger.COMMAND), outcome);
            }
        });
        return outcome;
    }

    CompletableFuture<Optional<StartOutcome>> restart() {
        return requested(new BackendEvent.Restart());
    }

    /** Tries it again if it is due, and runs the task when that is over. */
    void retry(Runnable after) {
        var _ = requested(new BackendEvent.Start(Trigger.RECOVERY)).thenRun(after);
    }

    CompletableFuture<Void> stop() {
        var done = new CompletableFuture<Void>();
        mailbox.post(() -> {
            stoppers.add(done);
            handle(new BackendEvent.Stop());
        });
        return done;
    }

    /** Stops it for good. */
    void end() {
        ending = true;
        post(new BackendEvent.End());
    }

    /** Stops it for good and tells the listeners that its definition is gone. */
    void forget() {
        ending = true;
        mailbox.post(() -> {
            forgotten = true;
            handle(new BackendEvent.End());
        });
    }

    /** Whether it has ended for good, or is about to. */
    boolean isEnding() {
        return ending;
    }

    private CompletableFuture<Optional<StartOutcome>> requested(BackendEvent event) {
        var outcome = new CompletableFuture<Optional<StartOutcome>>();
        mailbox.post(() -> request(event, outcome));
        return outcome;
    }

    private void request(BackendEvent event, CompletableFuture<Optional<StartOutcome>> outcome) {
        starters.add(outcome);
        handle(event);
    }

    private void handle(BackendEvent event) {
        var step = machine.next(state, event, surroundings.clock().instant());
        state = step.state();
        line.follow(state);
        publish(step.trigger());
        step.effects().forEach(this::perform);
        settle();
    }

    /**
     * A status that says what can be done with the backend is not readable before every listener has done its part: whoever
     * reads that it runs finds its tools. One that says what cannot be done is readable at once: whoever misses them finds why.
     */
    private void publish(Trigger trigger) {
        var next = StatusProjection.of(state);
        if (!next.state().isActive() && next.state() != ServiceState.AUTH_REQUIRED) {
            status = next;
        }
        var transitioned = !(state instanceof Idle) && audience.tell(next, trigger);
        status = next;
        if (transitioned) {
            audience.each(listener -> listener.published(name));
        }
    }

    private void perform(BackendEffect effect) {
        switch (effect) {
            case BackendEffect.Connect connect -> link.connect(connect);
            case BackendEffect.Release(var attempt) -> link.release(attempt);
            case BackendEffect.PingAgain _ ->
                surroundings.scheduler().after(surroundings.timings().pingAgain(), this::ping);
            case BackendEffect.TellUnhealthy(var error) -> audience.each(l -> l.healthCheckFailed(name, error));
            case BackendEffect.StartAgain _ -> handle(new BackendEvent.Start(Trigger.COMMAND));
        }
    }

    /** Answers those who wait, as far as there is an answer now. */
    private void settle() {
        if (!(state instanceof Stopping)) {
            stoppers.forEach(waiting -> waiting.complete(null));
            stoppers.clear();
        }
        boolean undecided = state instanceof Starting || (state instanceof Stopping s && s.then() == Then.START);
        if (!undecided) {
            var outcome = outcome();
            starters.forEach(waiting -> waiting.complete(outcome));
            starters.clear();
        }
        if (state instanceof Ended && !ended.isDone()) {
            if (forgotten) {
                audience.each(listener -> listener.removed(name));
            }
            ended.complete(null);
        }
    }

    private Optional<StartOutcome> outcome() {
        return switch (state) {
            case Active _, Renewing _ -> Optional.of(new StartOutcome.Started());
            case AuthRequired _ -> Optional.of(new StartOutcome.AuthRequired());
            case Failed failed ->
                Optional.of(new StartOutcome.Failed(failed.ledger().error().orElse("failed")));
            case Stopping stopping when stopping.then() == Then.END -> Optional.empty();
            case Ended _ -> Optional.empty();
            case Idle _, Starting _, Stopped _, Stopping _ ->
                Optional.of(new StartOutcome.Failed("stopped while starting"));
        };
    }

    // --- what runs elsewhere reports here

    void opened(OpenLine opened, Reading reading) {
        mailbox.post(() -> {
            reading.warning()
                    .ifPresent(text -> log.atWarn().addKeyValue("backend", name).log("inventory incomplete: {}", text));
            if (expects(opened.attempt())) {
                line.opened(opened);
            }
            handle(new BackendEvent.Connected(opened.attempt(), reading.inventory(), reading.warning()));
            relisting.catchUp(opened);
        });
    }

    private boolean expects(long attempt) {
        return switch (state) {
            case Starting starting -> starting.attempt() == attempt;
            case Renewing renewing -> renewing.attempt() == attempt;
            default -> false;
        };
    }

    void lost(long attempt, McpTransportException cause) {
        post(new BackendEvent.Lost(attempt, Failure.losing(cause, spec())));
    }

    void redefine(BackendSpec spec) {
        post(new BackendEvent.Redefine(spec));
    }

    void notified(long attempt, Message.Notification notification) {
        switch (notification.method()) {
            case "notifications/tools/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/prompts/list_changed" -> relisting.changed(attempt);
            default ->
                heard.admit(Json.footprint(notification.json()), () -> passOn(attempt, notification))
                        .ifPresent(mailbox::post);
        }
    }

    private void passOn(long attempt, Message.Notification notification) {
        if (state instanceof Active active && active.attempt() == attempt) {
            audience.each(listener -> listener.notified(name, notification));
        }
    }

    /** Pings it if it is connected, and reads again what could not be read of its inventory. */
    void ping() {
        openLine().ifPresent(open -> {
            pulse.check(open);
            if (status.error().isPresent()) {
                relisting.changed(open.attempt());
            }
        });
    }

    void ping(OpenLine open) {
        pulse.check(open);
    }

    // --- the line, for callers

    /** The line now; empty while there is none. */
    Optional<OpenLine> openLine() {
        return line.ifOpen();
    }

    OpenLine latestLine() {
        return line.latest();
    }

    /** The line, awaited while a lost session is replaced. */
    OpenLine line(Deadline deadline) throws InterruptedException {
        return surroundings.await(line.present(), deadline);
    }

    /** The line that replaces one whose session was lost. The first caller has it replaced, the others join. */
    OpenLine renewed(OpenLine lost, Deadline deadline) throws InterruptedException {
        var next = new CompletableFuture<CompletableFuture<OpenLine>>();
        mailbox.post(() -> {
            handle(new BackendEvent.SessionLost(lost.attempt()));
            next.complete(line.present());
        });
        return surroundings.await(next.thenCompose(following -> following), deadline);
    }
}
