package io.muster.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Founding requirement R-5: {@code expires_in} never exceeds the life of the provider's tokens. */
class TokenLifetimesProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenLifetimes LIFETIMES = TokenLifetimes.defaults();

    @Property
    void a_token_never_outlives_good_tokens_of_the_provider(@ForAll @LongRange(min = 1, max = 10_000_000) long millis) {
        var expiry = NOW.plusMillis(millis);

        var capped = LIFETIMES.capTokenExpiry(NOW, tokens(Optional.of(expiry)));

        assertThat(capped).isBeforeOrEqualTo(expiry).isBeforeOrEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(capped).isAfter(NOW);
    }

    @Property
    void the_cap_is_the_earlier_of_both(@ForAll @LongRange(min = 1, max = 10_000) long seconds) {
        var expiry = NOW.plusSeconds(seconds);

        var capped = LIFETIMES.capTokenExpiry(NOW, tokens(Optional.of(expiry)));

        assertThat(capped).isEqualTo(seconds < 1800 ? expiry : NOW.plusSeconds(1800));
    }

    @Property
    void an_expiry_that_is_past_does_not_count(@ForAll @LongRange(min = 0, max = 10_000_000) long millis) {
        var expired = tokens(Optional.of(NOW.minusMillis(millis)));

        assertThat(LIFETIMES.capTokenExpiry(NOW, expired)).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    }

    @Property
    void an_unknown_expiry_does_not_count(@ForAll @LongRange(min = 1, max = 100_000) long seconds) {
        var lifetimes =
                new TokenLifetimes(Duration.ofSeconds(seconds), Duration.ofHours(1), Optional.empty(), Duration.ZERO);

        assertThat(lifetimes.capTokenExpiry(NOW, tokens(Optional.empty()))).isEqualTo(NOW.plusSeconds(seconds));
    }

    @Property
    void no_token_outlives_its_session(
            @ForAll @LongRange(min = 1, max = 5_000) long maximum, @ForAll @LongRange(min = 0, max = 5_000) long age) {
        var lifetimes = new TokenLifetimes(
                Duration.ofSeconds(1800),
                Duration.ofSeconds(3600),
                Optional.of(Duration.ofSeconds(maximum)),
                Duration.ZERO);
        var session = new LoginSession(
                new SessionId("s"),
                new Subject("u"),
                new ClientId("c"),
                0,
                NOW.minusSeconds(age),
                NOW.plusSeconds(3600),
                Optional.empty());
        var end = session.startedAt().plusSeconds(maximum);

        assertThat(lifetimes.accessExpiry(session, tokens(Optional.empty()), NOW))
                .isBeforeOrEqualTo(end);
        assertThat(lifetimes.refreshExpiry(session, NOW)).isBeforeOrEqualTo(end);
    }

    private static ProviderTokens tokens(Optional<Instant> expiry) {
        return new ProviderTokens(new Secret("a"), Optional.empty(), Optional.empty(), expiry, NOW);
    }
}
