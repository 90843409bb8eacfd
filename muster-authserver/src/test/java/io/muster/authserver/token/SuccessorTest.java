package io.muster.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuccessorTest {
    private static final Secret CONSUMED = new Secret("consumed");
    private static final TokenPair PAIR = new TokenPair(
            new Secret("access"),
            new Secret("refresh"),
            Instant.parse("2026-01-01T00:30:00Z"),
            Scopes.of("openid", "email"),
            Optional.of("key-1"));

    private final SecureRandom random = new SecureRandom();

    @Test
    void the_consumed_token_opens_it() {
        assertThat(Successor.open(Successor.seal(PAIR, CONSUMED, random), CONSUMED))
                .contains(PAIR);
    }

    @Test
    void no_other_token_opens_it() {
        assertThat(Successor.open(Successor.seal(PAIR, CONSUMED, random), new Secret("other")))
                .isEmpty();
    }

    @Test
    void what_was_changed_or_cut_does_not_open() {
        var sealed = Successor.seal(PAIR, CONSUMED, random);
        var changed = sealed.clone();
        changed[sealed.length / 2] ^= 1;

        assertThat(Successor.open(changed, CONSUMED)).isEmpty();
        assertThat(Successor.open(Arrays.copyOf(sealed, 5), CONSUMED)).isEmpty();
        assertThat(Successor.open(Arrays.copyOf(sealed, 20), CONSUMED)).isEmpty();
    }

    @Test
    void the_store_cannot_read_it() {
        var sealed = new String(Successor.seal(PAIR, CONSUMED, random), StandardCharsets.ISO_8859_1);

        assertThat(sealed).doesNotContain("access", "refresh", "openid");
    }
}
