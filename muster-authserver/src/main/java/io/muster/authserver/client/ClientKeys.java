package io.muster.authserver.client;

import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.RemoteKeySet;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys with which clients sign their assertions: from their metadata, or from the URL that these name. Thread-safe. */
public final class ClientKeys {
    private static final int MOST = 1_000;

    private final MetadataSettings settings;
    private final GuardedWeb web;
    private final InstantSource clock;
    private final Map<URI, KeySet> remote = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, KeySet> eldest) {
            return size() > MOST;
        }
    };

    public ClientKeys(MetadataSettings settings, GuardedWeb web, InstantSource clock) {
        this.settings = settings;
        this.web = web;
        this.clock = clock;
    }

    KeySet of(RegisteredClient client) {
        var link = client.metadata().text("jwks_uri");
        if (link.isPresent()) {
            return remote(URI.create(link.get()));
        }
        return KeySet.fixed(
                client.metadata().object("jwks").flatMap(JwkSet::parse).orElse(new JwkSet(List.of(), true)));
    }

    private KeySet remote(URI uri) {
        synchronized (remote) {
            return remote.computeIfAbsent(uri, link -> new RemoteKeySet(link, web.towards(link, settings), clock));
        }
    }
}
