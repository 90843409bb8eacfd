package io.muster.gateway.session;

import io.muster.gateway.lease.SubjectCredentials;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.JwtReader;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads tokens that prove a user. They were verified when they were received. */
final class SubjectTokens {
    private static final Logger log = LoggerFactory.getLogger(SubjectTokens.class);

    private SubjectTokens() {}

    /**
     * Offers a token to a session. One without an expiry is refused: it would be believed for ever.
     *
     * @return whether it is the one that counts from now on
     */
    static boolean offer(SubjectCredentials credentials, Secret token) {
        var jwt = JwtReader.read(token.reveal());
        var expiresAt = jwt.flatMap(read -> read.expiresAt());
        if (expiresAt.isEmpty() || jwt.get().subject().isEmpty()) {
            log.atDebug().log("a token without subject or expiry proves nobody to backends");
            return false;
        }
        return credentials.offer(token, expiresAt.get(), Set.copyOf(jwt.get().audiences()));
    }
}
