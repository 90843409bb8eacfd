package io.muster.gateway.signin;

import io.muster.oauth.Secret;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.token.ClientCredentials;
import io.muster.oauth.token.TokenFailure;
import io.muster.oauth.token.TokenForm;
import io.muster.oauth.token.TokenResult.Answer;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives tokens back (RFC 7009). Nobody waits for it, and nothing depends on it. */
record Revocation(MetadataWeb web, InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(Revocation.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The refresh token first: many servers end everything with it. */
    void revoke(URI endpoint, ClientCredentials client, TokenSet tokens) throws InterruptedException {
        var deadline = Deadline.after(LIMIT, clock);
        if (tokens.refreshToken().isPresent()) {
            revoke(endpoint, client, "refresh_token", tokens.refreshToken().get(), deadline);
        }
        revoke(endpoint, client, "access_token", tokens.accessToken(), deadline);
    }

    private void revoke(URI endpoint, ClientCredentials client, String kind, Secret token, Deadline deadline)
            throws InterruptedException {
        var form = Map.of("token", token.reveal(), "token_type_hint", kind);
        var answer = TokenForm.send(web.towards(endpoint), endpoint, form, Optional.of(client), deadline);
        // An empty page is all that a success needs.
        if (answer instanceof Answer.Failure(var failure) && !(failure instanceof TokenFailure.Unusable)) {
            log.atDebug()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("kind", kind)
                    .addKeyValue("reason", failure.text())
                    .log("a token was not revoked");
        }
    }
}
