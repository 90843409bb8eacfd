package io.muster.authserver.token;

import io.muster.authserver.protocol.RandomTokens;
import io.muster.oauth.Secret;

/** How access tokens look. What they stand for is stored in any case; a format may carry it as well. */
public interface TokenFormat {
    /** The bearer value for what it is to stand for. */
    Secret accessToken(TokenContent content);

    /** Tokens without meaning of their own. */
    static TokenFormat opaque(RandomTokens random) {
        return content -> random.next();
    }
}
