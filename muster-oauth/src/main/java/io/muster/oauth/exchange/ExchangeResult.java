package io.muster.oauth.exchange;

import io.muster.oauth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an exchange came to. Texts are for people and contain nothing secret. */
public sealed interface ExchangeResult {
    record Exchanged(Secret token, Instant expiresAt) implements ExchangeResult {}

    /** The provider does not accept the subject token; the same one is not worth sending again. */
    record SubjectRefused(String text) implements ExchangeResult {}

    /** It refuses for another reason, or its answer must not be believed. */
    record Refused(String text) implements ExchangeResult {}

    /** It does not answer. */
    record Unavailable(Optional<Duration> retryAfter, String text) implements ExchangeResult {}
}
