package io.muster.authserver.client;

import io.muster.authserver.store.RegisteredClient;

/** Whether somebody vouches for a client; people are asked about the others. */
public enum ClientTrust {
    /** An operator, a registration token, or redirect URIs that an operator trusts. */
    TRUSTED,
    /** Nobody: anyone could have registered it, or published its document. */
    UNTRUSTED;

    public static ClientTrust of(RegisteredClient client) {
        return switch (client.origin()) {
            case SEEDED, TOKEN, TRUSTED_REDIRECT -> TRUSTED;
            case OPEN, METADATA_DOCUMENT -> UNTRUSTED;
        };
    }
}
