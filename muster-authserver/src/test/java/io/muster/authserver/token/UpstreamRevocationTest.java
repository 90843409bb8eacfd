package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.ALICE;
import static io.muster.authserver.token.TokenWorld.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Oauth-server specification, 2.4 and 17.1: ten seconds, three retries after 100 ms that double. */
class UpstreamRevocationTest {
    private static final Duration LOCK = Duration.ofSeconds(25);

    private final TokenWorld world = new TokenWorld();

    @Test
    void nobody_waits_for_the_provider() {
        var tokens = world.login(APP);
        world.background.holdBack();

        var answer = logout(tokens);
        var meanwhile = world.provider.revoked();
        world.background.goOn();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(meanwhile).isEmpty();
        assertThat(world.provider.revoked()).containsExactly("provider-refresh");
    }

    @Test
    void a_provider_that_does_not_answer_is_asked_three_more_times_after_pauses_that_double() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        logout(tokens);
        assertThat(world.provider.revocations()).isEqualTo(1);
        world.time.advance(Duration.ofMillis(99));
        assertThat(world.provider.revocations()).isEqualTo(1);
        world.time.advance(Duration.ofMillis(1));
        assertThat(world.provider.revocations()).isEqualTo(2);
        world.time.advance(Duration.ofMillis(200));
        assertThat(world.provider.revocations()).isEqualTo(3);
        assertThat(world.recorder.recorded()).doesNotContain(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
        world.time.advance(Duration.ofMillis(400));
        assertThat(world.provider.revocations()).isEqualTo(4);
        assertThat(world.recorder.recorded()).contains(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);

        world.time.advance(Duration.ofHours(1));
        assertThat(world.provider.revocations()).isEqualTo(4);
    }

    @Test
    void a_provider_that_is_back_in_time_revokes() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);
        logout(tokens);

        world.provider.recovers();
        world.time.advance(Duration.ofMillis(100));

        assertThat(world.provider.revoked()).containsExactly("provider-refresh");
        assertThat(world.recorder.recorded()).doesNotContain(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
    }

    @Test
    void a_refusal_is_not_argued_with() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.REFUSED);

        logout(tokens);
        world.time.advance(Duration.ofSeconds(10));

        assertThat(world.provider.revocations()).isEqualTo(1);
        assertThat(world.recorder.recorded()).contains(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
    }

    @Test
    void all_attempts_together_have_ten_seconds() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);
        world.provider.takes(() -> world.time.advance(Duration.ofMillis(9_950)));

        logout(tokens);
        world.time.advance(Duration.ofMinutes(1));

        assertThat(world.provider.revocations()).isEqualTo(1);
        assertThat(world.recorder.recorded()).contains(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
    }

    @Test
    void the_tokens_are_of_no_use_here_while_the_provider_is_away() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        logout(tokens);

        assertThat(world.stores.providerTokens().find(ALICE)).isEmpty();
    }

    @Test
    void who_has_logged_in_again_meanwhile_keeps_what_that_gave() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);
        logout(tokens);

        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));
        world.provider.recovers();
        world.time.advance(Duration.ofSeconds(10));

        assertThat(world.provider.revocations()).isEqualTo(1);
        assertThat(world.stores.providerTokens().find(ALICE)).isPresent();
    }

    @Test
    void tokens_that_are_just_being_refreshed_are_revoked_when_that_is_done() {
        var tokens = world.login(APP);
        var proof = world.stores.providerTokens().lock(ALICE, LOCK).orElseThrow();

        logout(tokens);
        assertThat(world.provider.revoked()).isEmpty();
        world.stores.providerTokens().unlock(ALICE, proof);
        world.time.advance(Duration.ofMillis(100));

        assertThat(world.provider.revoked()).containsExactly("provider-refresh");
        assertThat(world.stores.providerTokens().lock(ALICE, LOCK)).isPresent();
    }

    @Test
    void a_login_under_way_outlives_the_end_of_the_last_session() {
        var tokens = world.login(APP);
        world.time.advance(Duration.ofMinutes(1));
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));
        var code = world.issue(world.authorized(APP));

        logout(tokens);
        world.time.advance(Duration.ofMinutes(9));

        assertThat(world.redeem(code, "client_id", "app").status()).isEqualTo(200);
        world.time.advance(Duration.ofHours(1));
        assertThat(world.provider.revoked()).isEmpty();
        assertThat(world.stores.providerTokens().find(ALICE)).isPresent();
    }

    @Test
    void what_a_login_brought_that_became_no_session_is_revoked_when_its_code_has_expired() {
        var tokens = world.login(APP);
        world.time.advance(Duration.ofMinutes(1));
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));

        logout(tokens);
        world.time.advance(Duration.ofMinutes(11).minusMillis(1));
        assertThat(world.provider.revoked()).isEmpty();
        world.time.advance(Duration.ofMillis(1));

        assertThat(world.provider.revoked()).containsExactly("provider-refresh");
        assertThat(world.stores.providerTokens().find(ALICE)).isEmpty();
    }

    @Test
    void tokens_that_were_renewed_since_the_login_of_the_last_session_are_revoked_at_once() {
        var tokens = world.login(APP);
        var loggedIn = world.stores.providerTokens().find(ALICE).orElseThrow();
        world.time.advance(Duration.ofMinutes(1));
        var now = world.time.instant();
        var renewed = new ProviderTokens(
                new Secret("renewed-access"),
                Optional.of(new Secret("renewed-refresh")),
                Optional.empty(),
                Optional.empty(),
                now,
                loggedIn.loginAt());
        world.stores.providerTokens().save(ALICE, renewed, Instant.MAX);

        logout(tokens);

        assertThat(world.provider.revoked()).containsExactly("renewed-refresh");
    }

    @Test
    void a_session_that_begins_just_before_the_lock_keeps_the_tokens() {
        var tokens = world.login(APP);
        var code = world.issue(world.authorized(APP));
        var begun = new ArrayList<TokenWorld.Answer>();
        world.stores.whenLocking(() -> begun.add(world.redeem(code, "client_id", "app")));

        logout(tokens);

        assertThat(begun).singleElement().extracting(TokenWorld.Answer::status).isEqualTo(200);
        assertThat(world.provider.revoked()).isEmpty();
        assertThat(world.stores.providerTokens().find(ALICE)).isPresent();
    }

    private TokenWorld.Answer logout(TokenWorld.Answer tokens) {
        return world.revoke("token", tokens.refresh(), "client_id", "app");
    }
}
