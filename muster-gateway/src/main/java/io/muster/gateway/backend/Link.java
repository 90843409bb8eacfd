package io.muster.gateway.backend;

import io.muster.gateway.backend.InventoryReader.Reading;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerAddress.RequestHeaders;
import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes the connections of one backend. One lane for both, so that a new connection is not begun before the
 * old one is closed: there are never two.
 */
final class Link {
    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private final Surroundings surroundings;
    private final Backend backend;
    private final Mailbox lane;
    private @Nullable McpClient client;
    private Attempt latest = new Attempt(0);

    Link(Surroundings surroundings, Backend backend) {
        this.surroundings = surroundings;
        this.backend = backend;
        this.lane = new Mailbox(surroundings.executor());
    }

    void connect(BackendEffect.Connect effect) {
        var attempt = new Attempt(effect.attempt());
        synchronized (this) {
            latest = attempt;
        }
        lane.post(() -> run(attempt, effect));
    }

    /** Cancels the attempt at once if it is still under way, then closes what it opened. */
    void release(long number) {
        synchronized (this) {
            if (latest.number() == number) {
                latest.cancel();
            }
        }
        lane.post(() -> {
            close();
            backend.post(new BackendEvent.Released(number));
        });
    }

    private void run(Attempt attempt, BackendEffect.Connect effect) {
        if (!attempt.begin()) {
            return;
        }
        try {
            var opened = open(attempt, effect.spec());
            client = opened;
            var reading = read(attempt, effect.spec(), opened, effect.lastGood());
            backend.subscriptions().renew(opened);
            attempt.end();
            backend.opened(new OpenLine(attempt.number(), opened), reading);
        } catch (McpTransportException | InterruptedException e) {
            attempt.end();
            failed(attempt, effect.spec(), e);
        } catch (RuntimeException e) {
            attempt.end();
            log.atWarn()
                    .addKeyValue("backend", effect.spec().name())
                    .setCause(e)
                    .log("attempt to connect failed");
            failed(attempt, effect.spec(), e);
        }
    }

    private void failed(Attempt attempt, BackendSpec spec, Exception cause) {
        close();
        var failure = cause instanceof InterruptedException
                ? new McpTransportException(new Fault.TimedOut(), false, "timed out", cause)
                : cause;
        backend.post(new BackendEvent.ConnectFailed(attempt.number(), Failure.connecting(failure, spec)));
    }

    /** The connector has to keep the deadline itself; the timer frees us from one that does not. */
    private McpClient open(Attempt attempt, BackendSpec spec) throws InterruptedException {
        var timeout = spec.connectTimeout();
        try (var _ = limit(attempt, timeout)) {
            return surroundings
                    .connector()
                    .connect(
                            address(spec.endpoint()),
                            new BackendSide(backend, attempt.number()),
                            Deadline.after(timeout, surroundings.clock()));
        }
    }

    private Reading read(Attempt attempt, BackendSpec spec, McpClient opened, Inventory lastGood)
            throws InterruptedException {
        var budget = surroundings.timings().listBudget();
        try (var _ = limit(attempt, budget)) {
            return InventoryReader.read(opened, lastGood, Deadline.after(budget, surroundings.clock()))
                    .withoutSecretsOf(spec.endpoint());
        } catch (InterruptedException e) {
            if (attempt.isCancelled()) {
                throw e;
            }
            return new Reading(lastGood, Optional.of("failed to list tools: timed out"), true);
        }
    }

    private Limit limit(Attempt attempt, Duration budget) {
        return surroundings.scheduler().after(budget, attempt::interrupt)::cancel;
    }

    private interface Limit extends AutoCloseable {
        @Override
        void close();
    }

    private void close() {
        var closing = client;
        client = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("backend", backend.name()).setCause(e).log("closing a connection failed");
            }
        }
    }

    private static ServerAddress address(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio(var command, var args, var env) -> new ServerAddress.Stdio(command, args, env);
            case Endpoint.StreamableHttp(var url, var headers) -> new ServerAddress.StreamableHttp(url, fixed(headers));
            case Endpoint.Sse(var url, var headers) -> new ServerAddress.Sse(url, fixed(headers));
        };
    }

    private static RequestHeaders fixed(Map<String, String> fields) {
        var headers = Headers.of(fields.entrySet().stream()
                .map(field -> new Headers.Field(field.getKey(), field.getValue()))
                .toList());
        return () -> headers;
    }
}
