package io.muster.oauth.jose;

import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.log.LogLimiter;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes at a URL. Fetched when they are first needed and once an hour after that, and when a
 * token names a key that is not known, but never twice within five seconds. Keys that were good stay good while the
 * issuer cannot be reached, and nobody waits for it then.
 *
 * <p>Thread-safe. Of many callers one fetch is made; a caller that gives up does not disturb the others.
 */
public final class RemoteKeySet implements KeySet {
    private static final Logger log = LoggerFactory.getLogger(RemoteKeySet.class);

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LARGEST = 1 << 20;

    private final URI uri;
    private final OutboundClient outbound;
    private final InstantSource clock;
    private final LogLimiter warnings;

    private final Object lock = new Object();
    private @Nullable JwkSet known;
    private Instant knownSince = Instant.MIN;
    private Instant attemptedAt = Instant.MIN;
    private boolean failing;
    private @Nullable CompletableFuture<Void> flight;

    /** @param outbound its policy says which schemes and addresses the URL may lead to */
    public RemoteKeySet(URI uri, OutboundClient outbound, InstantSource clock) {
        this.uri = uri;
        this.outbound = outbound;
        this.clock = clock;
        this.warnings = new LogLimiter(clock);
    }

    @Override
    public JwkSet current() throws InterruptedException {
        synchronized (lock) {
            if (known != null && clock.instant().isBefore(knownSince.plus(FRESH))) {
                return known;
            }
            if (known != null && failing) {
                var _ = pending();
                return known;
            }
        }
        return renewed();
    }

    @Override
    public List<VerificationKey> candidates(JsonObject header) throws InterruptedException {
        var keys = current();
        return (keys.knows(header) ? keys : renewed()).candidates(header);
    }

    /** What is known after a fetch, if one may be made. */
    private JwkSet renewed() throws InterruptedException {
        var pending = pending();
        if (pending != null) {
            try {
                pending.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("fetching keys failed: " + uri.getHost(), e.getCause());
            }
        }
        synchronized (lock) {
            if (known == null) {
                throw new Unreachable("the keys of " + uri.getHost() + " cannot be fetched");
            }
            return known;
        }
    }

    private @Nullable CompletableFuture<Void> pending() {
        synchronized (lock) {
            var now = clock.instant();
            if (flight == null && !now.isBefore(earliest())) {
                var started = new CompletableFuture<Void>();
                attemptedAt = now;
                flight = started;
                Thread.ofVirtual().name("keys").start(() -> fly(started));
            }
            return flight;
        }
    }

    private Instant earliest() {
        return attemptedAt.equals(Instant.MIN) ? attemptedAt : attemptedAt.plus(PAUSE);
    }

    private void fly(CompletableFuture<Void> started) {
        try {
            var fetched = fetch();
            synchronized (lock) {
                known = fetched;
                knownSince = clock.instant();
                failing = false;
            }
        } catch (Unreachable e) {
            synchronized (lock) {
                failing = true;
            }
            warnings.failed(uri.toString())
                    .ifPresent(quiet -> log.atWarn()
                            .addKeyValue("host", uri.getHost())
                            .addKeyValue("repeated", quiet)
                            .addKeyValue("reason", e.getMessage())
                            .log("keys of an issuer cannot be fetched"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (lock) {
                flight = null;
            }
            started.complete(null);
        }
    }

    private JwkSet fetch() throws InterruptedException {
        var request = new OutboundRequest(
                "GET",
                uri,
                Headers.of("Accept", "application/jwk-set+json, application/json"),
                new byte[0],
                Deadline.after(LIMIT, clock));
        try (var response = outbound.send(request)) {
            if (response.status() != 200) {
                throw new Unreachable("status " + response.status());
            }
            return parse(response.bytes());
        } catch (OutboundException e) {
            throw new Unreachable("no answer: " + e.kind(), e);
        }
    }

    private static JwkSet parse(byte[] document) {
        if (document.length > LARGEST) {
            throw new Unreachable("the document is too large");
        }
        try {
            if (Json.parse(document) instanceof JsonObject object) {
                return JwkSet.parse(object).orElseThrow(() -> new Unreachable("the document is not a key set"));
            }
            throw new Unreachable("the document is not an object");
        } catch (JsonException e) {
            throw new Unreachable("the document is not JSON", e);
        }
    }
}
