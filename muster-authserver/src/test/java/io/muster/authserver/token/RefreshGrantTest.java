package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.ALICE;
import static io.muster.authserver.token.TokenWorld.APP;
import static io.muster.authserver.token.TokenWorld.BASE;
import static io.muster.authserver.token.TokenWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.token.TokenWorld.Answer;
import io.muster.oauth.Secret;
import io.muster.wire.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oauth-server specification, 14.3 and 15.5 to 15.7, row by row. */
class RefreshGrantTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TokenWorld world = new TokenWorld();

    @Test
    void a_refresh_token_is_replaced_by_a_new_pair() {
        var first = world.login(APP);

        var second = world.refresh(first.refresh());

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.refresh()).hasSize(43).isNotEqualTo(first.refresh());
        assertThat(second.access()).hasSize(43).isNotEqualTo(first.access());
        assertThat(second.text("scope")).isEqualTo("openid email");
        assertThat(second.text("id_token")).isEqualTo("id-token");
        assertThat(world.accepts(second.access())).isTrue();
        var granted = world.stores
                .sessions()
                .access(TokenHash.of(second.access()), world.time.instant())
                .orElseThrow();
        assertThat(granted.generation()).isEqualTo(1);
        assertThat(granted.session().value()).isEqualTo("session-0");
        assertThat(world.recorder.heard()).containsExactly("started session-0 id-token", "renewed session-0 id-token");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.TOKEN_ISSUED, AuditEvent.TOKEN_REFRESHED);
    }

    @Test
    void the_session_lives_on_for_720_hours_after_each_rotation() {
        var first = world.login(APP);
        world.time.advance(Duration.ofHours(700));
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));
        var second = world.refresh(first.refresh());
        world.time.advance(Duration.ofHours(719));
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));

        assertThat(world.refresh(second.refresh()).status()).isEqualTo(200);
    }

    @Test
    void an_idle_session_expires_without_suspicion() {
        var first = world.login(APP);
        world.time.advance(Duration.ofDays(30));

        assertThat(world.refresh(first.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.TOKEN_ISSUED);
    }

    @Test
    void a_session_may_have_an_absolute_end() {
        var capped = new TokenWorld(new TokenLifetimes(
                Duration.ofMinutes(30), Duration.ofDays(30), Optional.of(Duration.ofHours(24)), GRACE));
        var first = capped.login(APP);
        capped.time.advance(Duration.ofHours(23).plusMinutes(50));
        capped.providerTokens(capped.time.instant().plus(Duration.ofHours(1)));

        var second = capped.refresh(first.refresh());
        capped.time.advance(Duration.ofMinutes(10));

        assertThat(second.body().integer("expires_in")).hasValue(600);
        assertThat(capped.refresh(second.refresh()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void the_access_token_expires_with_the_fresh_tokens_of_the_provider() {
        var first = world.login(APP);
        var renewed = new ProviderTokens(
                new Secret("provider-access-2"),
                Optional.of(new Secret("provider-refresh-2")),
                Optional.of(new Secret("id-token-2")),
                Optional.of(world.time.instant().plus(Duration.ofMinutes(12))),
                world.time.instant());
        world.fresh.renewsTo(renewed, ALICE);

        var second = world.refresh(first.refresh());

        assertThat(second.body().integer("expires_in")).hasValue(720);
        assertThat(second.text("id_token")).isEqualTo("id-token-2");
        assertThat(world.recorder.heard()).contains("renewed session-0 id-token-2");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("no token", form("refresh_token", ""), 400, "invalid_request"),
                arguments("no client", form("client_id", ""), 400, "invalid_request"),
                arguments("unknown client", form("client_id", "nobody"), 401, "invalid_client"),
                arguments("confidential without secret", form("client_id", "service"), 401, "invalid_client"),
                arguments("unknown token", form("refresh_token", "guess"), 400, "invalid_grant"),
                arguments("other client", form("client_id", "other"), 400, "invalid_grant"),
                arguments("more scope", form("scope", "openid admin"), 400, "invalid_scope"),
                arguments("foreign resource", form("resource", "https://other.example"), 400, "invalid_target"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void a_refused_request_consumes_nothing(String row, String[] form, int status, String error) {
        var tokens = world.login(APP);

        var refused = world.refresh(tokens.refresh(), form);

        assertThat(refused.status()).as(row).isEqualTo(status);
        assertThat(refused.error()).isEqualTo(error);
        assertThat(refused.access()).isEmpty();
        assertThat(world.refresh(tokens.refresh()).status()).isEqualTo(200);
    }

    private static String[] form(String... parameters) {
        return parameters;
    }

    static Stream<Arguments> providerOutcomes() {
        return Stream.of(
                arguments(new Freshness.Missing(), 400, "invalid_grant", "shared_provider_token_missing"),
                arguments(new Freshness.Refused(), 400, "invalid_grant", "provider_refused_refresh"),
                arguments(new Freshness.Unavailable(), 503, "temporarily_unavailable", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providerOutcomes")
    void trouble_at_the_provider_consumes_nothing_and_ends_nothing(
            Freshness outcome, int status, String error, String reason) {
        var tokens = world.login(APP);
        world.fresh.answers(outcome);

        var refused = world.refresh(tokens.refresh());

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.error()).isEqualTo(error);
        assertThat(world.recorder.reasons()).isEqualTo(reason.isEmpty() ? List.of() : List.of(reason));
        assertThat(world.accepts(tokens.access())).isTrue();
        world.fresh.answersWhatIsStored();
        assertThat(world.refresh(tokens.refresh()).status()).isEqualTo(200);
    }

    @Test
    void another_client_is_recorded_as_a_mismatch() {
        var tokens = world.login(APP);

        world.refresh(tokens.refresh(), "client_id", "other");

        assertThat(world.recorder.recorded()).contains(AuditEvent.REFRESH_TOKEN_CLIENT_BINDING_MISMATCH);
    }

    @Test
    void a_narrower_scope_is_for_the_access_token_only() {
        var tokens = world.login(APP);

        var narrow = world.refresh(tokens.refresh(), "scope", "email");
        var wide = world.refresh(narrow.refresh());

        assertThat(narrow.text("scope")).isEqualTo("email");
        assertThat(wide.text("scope")).isEqualTo("openid email");
    }

    @Test
    void a_narrower_resource_is_for_the_access_token_only() {
        var tokens = world.login(APP);

        var narrow = world.refresh(tokens.refresh(), "resource", BASE + "/servers/github/mcp");
        var wide = world.refresh(narrow.refresh());

        assertThat(resources(narrow)).containsExactly(BASE + "/servers/github/mcp");
        assertThat(resources(wide)).containsExactly(BASE);
    }

    private List<String> resources(Answer answer) {
        return world.stores
                .sessions()
                .access(TokenHash.of(answer.access()), world.time.instant())
                .orElseThrow()
                .resources();
    }

    @Test
    void a_repetition_within_the_grace_gets_the_same_pair() {
        var first = world.login(APP);
        var second = world.refresh(first.refresh());
        world.time.advance(GRACE.minusMillis(1));

        var repeated = world.refresh(first.refresh());

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.access()).isEqualTo(second.access());
        assertThat(repeated.refresh()).isEqualTo(second.refresh());
        assertThat(repeated.text("scope")).isEqualTo("openid email");
        assertThat(repeated.body().integer("expires_in")).hasValue(1790);
        assertThat(world.stores.liveRefreshTokens(world.authorized(APP).session()))
                .isLessThanOrEqualTo(1);
        assertThat(world.refresh(second.refresh()).status()).isEqualTo(200);
    }

    @Test
    void a_repetition_after_the_grace_is_theft_and_ends_the_session() {
        var first = world.login(APP);
        var bystander = world.login(APP);
        var second = world.refresh(first.refresh());
        world.time.advance(GRACE);

        var repeated = world.refresh(first.refresh());

        assertThat(repeated.error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(second.access())).isFalse();
        assertThat(world.refresh(second.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(bystander.access())).isTrue();
        assertThat(world.recorder.heard()).contains("ended session-0").doesNotContain("ended session-1");
        assertThat(world.recorder.recorded())
                .contains(
                        AuditEvent.REFRESH_TOKEN_REUSE_DETECTED,
                        AuditEvent.TOKEN_REUSE_DETECTED,
                        AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED,
                        AuditEvent.REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT);
    }

    @Test
    void a_repetition_is_theft_once_the_successor_was_used() {
        var first = world.login(APP);
        var second = world.refresh(first.refresh());
        var third = world.refresh(second.refresh());

        assertThat(world.refresh(first.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(third.access())).isFalse();
    }

    @Test
    void without_grace_every_repetition_is_theft() {
        var strict = new TokenWorld(
                new TokenLifetimes(Duration.ofMinutes(30), Duration.ofDays(30), Optional.empty(), Duration.ZERO));
        var first = strict.login(APP);
        var second = strict.refresh(first.refresh());

        assertThat(strict.refresh(first.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(strict.accepts(second.access())).isFalse();
    }

    @Test
    void a_repetition_by_another_client_is_no_repetition() {
        var first = world.login(APP);
        var second = world.refresh(first.refresh());

        var other = world.refresh(first.refresh(), "client_id", "other");

        assertThat(other.error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(second.access())).isTrue();
    }

    @Test
    void an_ended_session_is_reported_and_stays_ended() {
        var tokens = world.login(APP);
        world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(world.refresh(tokens.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.recorded()).contains(AuditEvent.REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT);
    }

    @Test
    void a_response_lost_in_an_outage_of_the_store_can_be_asked_for_again() {
        var first = world.login(APP);
        var second = world.refresh(first.refresh());
        world.stores.cutOff();

        var during = world.refresh(first.refresh());
        world.stores.reconnect();
        var after = world.refresh(first.refresh());

        assertThat(during.status()).isEqualTo(503);
        assertThat(after.refresh()).isEqualTo(second.refresh());
    }

    @Test
    void no_outage_at_any_step_ends_a_session() {
        var token = world.login(APP).refresh();
        for (var steps = 0; steps < 10; steps++) {
            world.stores.cutOffAfter(steps);
            var answer = world.refresh(token);
            world.stores.reconnect();

            assertThat(answer.status()).isIn(200, 503);
            var again = world.refresh(token);
            assertThat(again.status()).as("after %s steps", steps).isEqualTo(200);
            token = again.refresh();
        }
    }

    @Test
    void what_happens_is_counted() {
        var first = world.login(APP);
        world.refresh(first.refresh());
        world.time.advance(GRACE);
        world.refresh(first.refresh());

        assertThat(world.meters.counted())
                .containsExactly(
                        "oauth.code.exchanged",
                        "oauth.token.refreshed",
                        "oauth.token.reuse_detected",
                        "oauth.token_endpoint.failures.total{error_code=invalid_grant, grant_type=refresh_token}");
    }

    @Test
    void confidential_clients_authenticate() {
        var tokens = world.login(SERVICE);

        var wrong = world.refresh(tokens.refresh(), "client_id", "service", "client_secret", "guess");
        var right = world.refresh(tokens.refresh(), "client_id", "service", "client_secret", "good");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(right.status()).isEqualTo(200);
    }

    @Test
    void the_refresh_token_of_a_public_client_is_bound_to_its_key() {
        var proof = Headers.of("DPoP", "key-1");
        var tokens = world.redeem(proof, world.issue(world.authorized(APP)), "client_id", "app");

        var without = world.refresh(tokens.refresh());
        var wrong = world.refresh(Headers.of("DPoP", "key-2"), tokens.refresh());
        var right = world.refresh(proof, tokens.refresh());

        assertThat(List.of(without.error(), wrong.error())).containsOnly("invalid_dpop_proof");
        assertThat(right.text("token_type")).isEqualTo("DPoP");
        assertThat(world.refresh(right.refresh()).error()).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void a_repetition_without_the_key_gets_nothing_and_ends_nothing() {
        var proof = Headers.of("DPoP", "key-1");
        var tokens = world.redeem(proof, world.issue(world.authorized(APP)), "client_id", "app");
        var second = world.refresh(proof, tokens.refresh());
        world.time.advance(Duration.ofHours(1));
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));

        var stolen = world.refresh(tokens.refresh());

        assertThat(stolen.error()).isEqualTo("invalid_dpop_proof");
        assertThat(world.refresh(proof, second.refresh()).status()).isEqualTo(200);
    }

    @Test
    void a_confidential_client_may_change_its_key() {
        var code = world.issue(world.authorized(SERVICE));
        var tokens = world.redeem(Headers.of("DPoP", "key-1"), code, "client_id", "service", "client_secret", "good");

        var other = world.refresh(
                Headers.of("DPoP", "key-2"), tokens.refresh(), "client_id", "service", "client_secret", "good");

        assertThat(other.text("token_type")).isEqualTo("DPoP");
    }

    @Test
    void nothing_secret_is_recorded() {
        var first = world.login(APP);
        var second = world.refresh(first.refresh());
        world.time.advance(GRACE);
        world.refresh(first.refresh());

        assertThat(world.recorder.everything())
                .doesNotContain(first.refresh(), second.refresh(), second.access(), "provider-refresh");
    }
}
