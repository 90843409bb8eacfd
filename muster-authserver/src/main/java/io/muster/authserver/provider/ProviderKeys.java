package io.muster.authserver.provider;

import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.RemoteKeySet;
import io.muster.oauth.jose.VerificationKey;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The keys of the provider, wherever its metadata says that they are at the moment. Thread-safe. */
final class ProviderKeys implements KeySet {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Endpoints endpoints;
    private final OutboundClient outbound;
    private final InstantSource clock;
    private final AtomicReference<Located> located;

    private record Located(URI uri, KeySet keys) {}

    ProviderKeys(Endpoints endpoints, OutboundClient outbound, InstantSource clock) {
        this.endpoints = endpoints;
        this.outbound = outbound;
        this.clock = clock;
        this.located = new AtomicReference<>(new Located(URI.create(""), KeySet.fixed(new JwkSet(List.of(), true))));
    }

    @Override
    public JwkSet current() throws InterruptedException {
        return located().current();
    }

    @Override
    public List<VerificationKey> candidates(JsonObject header) throws InterruptedException {
        return located().candidates(header);
    }

    private KeySet located() throws InterruptedException {
        var uri = uri();
        return located.updateAndGet(known ->
                        known.uri().equals(uri) ? known : new Located(uri, new RemoteKeySet(uri, outbound, clock)))
                .keys();
    }

    private URI uri() throws InterruptedException {
        try {
            return endpoints.current(Deadline.after(LIMIT, clock)).jwksUri();
        } catch (ProviderFailure e) {
            throw new Unreachable("the keys of the identity provider are not known", e);
        }
    }
}
