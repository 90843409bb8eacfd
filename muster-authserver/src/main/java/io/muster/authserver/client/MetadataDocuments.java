package io.muster.authserver.client;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.limit.Backoff;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.wire.http.Headers;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Clients that describe themselves by a document under the URL that is their identifier. Valid documents are kept for a
 * while; failures are not, but the next attempt has to wait. Of many callers one fetch is made; a caller that gives up
 * does not disturb the others.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-00">Client ID Metadata
 *     Document</a>
 */
public final class MetadataDocuments {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final double FETCHES_PER_SECOND = 1;
    private static final int FETCH_BURST = 3;

    private final MetadataSettings settings;
    private final GuardedWeb web;
    private final MetadataDocument rules;
    private final Audit audit;
    private final Meters meters;
    private final InstantSource clock;
    private final MetadataCache cache;
    private final RateLimit domains;
    private final Backoff attempts;
    private final Map<ClientId, CompletableFuture<Found>> flights = new ConcurrentHashMap<>();

    /** What a fetch found out. */
    private sealed interface Found {
        record Valid(RegisteredClient client) implements Found {}

        /** There is no such client. */
        record Nothing() implements Found {}

        /** Nobody knows. */
        record Unknown() implements Found {}
    }

    public MetadataDocuments(
            MetadataSettings settings,
            GuardedWeb web,
            RedirectUris redirects,
            Audit audit,
            Meters meters,
            InstantSource clock) {
        this.settings = settings;
        this.web = web;
        this.rules = new MetadataDocument(redirects);
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
        this.cache = new MetadataCache(clock);
        this.domains = new RateLimit(FETCHES_PER_SECOND, FETCH_BURST, clock);
        this.attempts = new Backoff(0, Duration.ofSeconds(1), Duration.ofSeconds(30), clock);
    }

    /**
     * The client that a URL describes; nothing when there is no valid document.
     *
     * @throws OAuthRejection {@code temporarily_unavailable} when nothing can be said now: the site does not answer, or
     *     was asked too often
     */
    public Optional<RegisteredClient> find(ClientId id) throws InterruptedException {
        var uri = MetadataUrl.parse(id).filter(url -> settings.enabled() && settings.admits(url.getHost()));
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        if (id.equals(OwnProgram.ID)) {
            return ownProgram();
        }
        var cached = cache.find(id);
        if (cached.isPresent()) {
            meters.count(MeterNames.METADATA_CACHE, Map.of("operation", "hit"));
            report(AuditEvent.CLIENT_METADATA_CACHE_HIT, id, "fresh");
            return cached;
        }
        meters.count(MeterNames.METADATA_CACHE, Map.of("operation", "miss"));
        return switch (found(id, uri.get())) {
            case Found.Valid(var client) -> Optional.of(client);
            case Found.Nothing() -> Optional.empty();
            case Found.Unknown() -> throw new OAuthRejection(OAuthError.temporarilyUnavailable());
        };
    }

    private Optional<RegisteredClient> ownProgram() throws InterruptedException {
        try {
            return Optional.of(rules.client(OwnProgram.ID, OwnProgram.document(), clock.instant()));
        } catch (MetadataDocument.Invalid notWelcome) {
            report(AuditEvent.CLIENT_METADATA_FETCH_FAILED, OwnProgram.ID, String.valueOf(notWelcome.getMessage()));
            return Optional.empty();
        }
    }

    private Found found(ClientId id, URI uri) throws InterruptedException {
        var started = new CompletableFuture<Found>();
        var flight = flights.putIfAbsent(id, started);
        if (flight == null) {
            if (!mayFetch(id, uri)) {
                started.complete(new Found.Unknown());
                flights.remove(id, started);
                return new Found.Unknown();
            }
            Thread.ofVirtual().name("client metadata").start(() -> fly(id, uri, started));
        }
        try {
            return (flight == null ? started : flight).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading client metadata failed: " + uri.getHost(), e.getCause());
        }
    }

    private boolean mayFetch(ClientId id, URI uri) {
        if (!attempts.admits(id.value())) {
            return false;
        }
        if (!domains.admits(uri.getHost().toLowerCase(Locale.ROOT))) {
            report(AuditEvent.CLIENT_METADATA_RATE_LIMITED, id, "domain");
            return false;
        }
        return true;
    }

    private void fly(ClientId id, URI uri, CompletableFuture<Found> started) {
        var began = clock.instant();
        try {
            var found = fetched(id, uri);
            flights.remove(id, started);
            started.complete(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.complete(new Found.Unknown());
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
        } finally {
            flights.remove(id, started);
            meters.observe(MeterNames.METADATA_FETCH_DURATION, Map.of(), Duration.between(began, clock.instant()));
        }
    }

    private Found fetched(ClientId id, URI uri) throws InterruptedException {
        var request = new OutboundRequest(
                "GET",
                uri,
                Headers.of("Accept", "application/json").with("User-Agent", settings.userAgent()),
                new byte[0],
                Deadline.after(LIMIT, clock));
        try (var response = web.towards(uri, settings).send(request)) {
            if (response.status() == 429 || response.status() >= 500) {
                return unknown(id, "status " + response.status());
            }
            check(response.status(), response.headers());
            var content = response.bytes();
            if (content.length > settings.largest()) {
                throw new MetadataDocument.Invalid("too large");
            }
            var client = rules.client(id, content, clock.instant());
            attempts.succeeded(id.value());
            cache.store(client, response.headers());
            report(AuditEvent.CLIENT_METADATA_FETCHED, id, "ok");
            meters.count(MeterNames.METADATA_FETCHES, Map.of("result", "success"));
            return new Found.Valid(client);
        } catch (MetadataDocument.Invalid e) {
            return nothing(id, e);
        } catch (OutboundException e) {
            return unanswered(id, e);
        }
    }

    private void check(int status, Headers headers) throws MetadataDocument.Invalid {
        if (status != 200) {
            throw new MetadataDocument.Invalid("status " + status);
        }
        if (!MetadataDocument.isJson(headers.first("Content-Type"))) {
            throw new MetadataDocument.Invalid("content type");
        }
        if (headers.first("Content-Length").filter(this::isTooLarge).isPresent()) {
            throw new MetadataDocument.Invalid("too large");
        }
    }

    private boolean isTooLarge(String length) {
        return length.length() > 9
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(length) > settings.largest();
    }

    private Found unanswered(ClientId id, OutboundException failure) {
        return switch (failure.kind()) {
            case FORBIDDEN -> {
                attempts.failed(id.value());
                report(AuditEvent.CLIENT_METADATA_FETCH_BLOCKED, id, "address");
                meters.count(MeterNames.METADATA_FETCHES, Map.of("result", "blocked"));
                yield new Found.Nothing();
            }
            case TOO_LARGE -> nothing(id, new MetadataDocument.Invalid("too large"));
            // It may be our own resolver that has trouble: no reason to make the client wait.
            case UNKNOWN_HOST -> failed(id, "unknown host");
            case CONNECT, TLS, BROKEN, TIMEOUT ->
                unknown(id, failure.kind().name().toLowerCase(Locale.ROOT));
        };
    }

    private Found nothing(ClientId id, MetadataDocument.Invalid why) {
        attempts.failed(id.value());
        var event = why.isMismatch() ? AuditEvent.CLIENT_METADATA_ID_MISMATCH : AuditEvent.CLIENT_METADATA_FETCH_FAILED;
        report(event, id, String.valueOf(why.getMessage()));
        meters.count(MeterNames.METADATA_FETCHES, Map.of("result", "invalid"));
        return new Found.Nothing();
    }

    private Found unknown(ClientId id, String reason) {
        attempts.failed(id.value());
        return failed(id, reason);
    }

    private Found failed(ClientId id, String reason) {
        report(AuditEvent.CLIENT_METADATA_FETCH_FAILED, id, reason);
        meters.count(MeterNames.METADATA_FETCHES, Map.of("result", "error"));
        return new Found.Unknown();
    }

    private void report(AuditEvent event, ClientId id, String reason) {
        audit.record(event, Optional.empty(), Audit.About.of(id), Map.of("reason", reason));
    }
}
