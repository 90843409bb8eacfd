package io.muster.authserver.client;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** All clients: those that are stored, and those that describe themselves. */
public final class Clients {
    private final ClientStore store;
    private final MetadataDocuments documents;
    private final RedirectUris redirects;
    private final Duration keepUnused;
    private final InstantSource clock;

    public Clients(
            ClientStore store,
            MetadataDocuments documents,
            RedirectUris redirects,
            Duration keepUnused,
            InstantSource clock) {
        this.store = store;
        this.documents = documents;
        this.redirects = redirects;
        this.keepUnused = keepUnused;
        this.clock = clock;
    }

    /**
     * A client by its identifier; its document is read where that is a URL. Being asked for keeps a client from being
     * forgotten.
     *
     * @throws io.muster.authserver.protocol.OAuthRejection {@code temporarily_unavailable} when a document cannot be read
     *     now
     */
    public Optional<RegisteredClient> find(ClientId id) throws InterruptedException {
        if (MetadataUrl.isShapeOf(id)) {
            return documents.find(id);
        }
        var found = store.find(id);
        if (found.flatMap(RegisteredClient::expiresAt).isPresent()) {
            store.used(id, clock.instant(), keepUnused);
        }
        return found;
    }

    /** The redirect URI that a request means, if it is one of the client's and still accepted. */
    public Optional<String> redirectUri(RegisteredClient client, Optional<String> requested)
            throws InterruptedException {
        var meant = RedirectUris.match(client.redirectUris(), requested);
        return meant.isPresent() && redirects.faultAtUse(meant.get()).isEmpty() ? meant : Optional.empty();
    }

    public boolean isTrusted(RegisteredClient client) {
        return ClientTrust.of(client) == ClientTrust.TRUSTED;
    }
}
