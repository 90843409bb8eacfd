package io.muster.gateway.source;

import io.muster.gateway.lease.Lifetime;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoredForm;
import io.muster.wire.json.JsonObject;
import java.time.Instant;

/**
 * A token that was exchanged, as it lies in a store.
 *
 * @param terms a hash over what it was asked for with: another definition, client or user makes another one
 * @param generation grows with every token of a session for a backend
 */
record ExchangedToken(String terms, long generation, Secret token, Instant obtainedAt, Instant expiresAt) {
    static final StoredForm<ExchangedToken> FORM = new StoredForm<>(
            "exchanged token",
            token -> JsonObject.of("terms", token.terms())
                    .with("gen", token.generation())
                    .with("token", token.token().reveal())
                    .with("obtained", token.obtainedAt().toString())
                    .with("exp", token.expiresAt().toString()),
            fields -> new ExchangedToken(
                    fields.text("terms").orElseThrow(),
                    fields.integer("gen", 0, Long.MAX_VALUE).orElseThrow(),
                    new Secret(fields.text("token").orElseThrow()),
                    Instant.parse(fields.text("obtained").orElseThrow()),
                    Instant.parse(fields.text("exp").orElseThrow())));

    /** Whether it is not due for renewal. */
    boolean isFreshAt(Instant now) {
        return new Lifetime(obtainedAt, expiresAt).isFreshAt(now);
    }
}
