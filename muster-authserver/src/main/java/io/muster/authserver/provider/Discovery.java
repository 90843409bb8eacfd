package io.muster.authserver.provider;

import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints as the provider publishes them (OpenID Connect Discovery 1.0, section 4). Read anew after an hour, by one
 * thread while the others go on with what is known; a provider that cannot be reached then keeps its endpoints.
 * Thread-safe.
 */
final class Discovery implements Endpoints {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final String issuer;
    private final URI document;
    private final Calls calls;
    private final InstantSource clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable Known known;

    private record Known(OidcMetadata metadata, Instant until) {}

    Discovery(String issuer, Calls calls, InstantSource clock) {
        this.issuer = issuer;
        this.document =
                URI.create(withoutSlash(ProviderUrl.issuer(issuer).toString()) + "/.well-known/openid-configuration");
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public OidcMetadata current(Deadline deadline) throws InterruptedException {
        var found = known;
        if (found == null) {
            return read(deadline);
        }
        if (clock.instant().isBefore(found.until()) || !reading.compareAndSet(false, true)) {
            return found.metadata();
        }
        try {
            return read(deadline);
        } catch (ProviderFailure e) {
            log.atWarn()
                    .setCause(e)
                    .log("the identity provider's discovery document cannot be read; keeping the old one");
            known = new Known(found.metadata(), clock.instant().plus(RETRY));
            return found.metadata();
        } finally {
            reading.set(false);
        }
    }

    private OidcMetadata read(Deadline deadline) throws InterruptedException {
        var metadata =
                OidcMetadata.parse(calls.get(Calls.Operation.DISCOVERY, document, Headers.EMPTY, deadline), issuer);
        known = new Known(metadata, clock.instant().plus(FRESH));
        return metadata;
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
