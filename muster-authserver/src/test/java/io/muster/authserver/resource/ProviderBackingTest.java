package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.ALICE;
import static io.muster.authserver.resource.ResourceWorld.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.resource.UserInfoPolicy.Cached;
import io.muster.authserver.resource.UserInfoPolicy.EveryRequest;
import io.muster.authserver.resource.UserInfoPolicy.Off;
import io.muster.authserver.store.User;
import io.muster.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oauth-server specification, 21.2, branch 4: what stands behind a session. */
class ProviderBackingTest {
    private final ResourceWorld world = new ResourceWorld();

    private Instant in(int seconds) {
        return world.time.instant().plusSeconds(seconds);
    }

    @Test
    void a_session_without_tokens_of_the_provider_is_over() {
        var token = world.token();
        world.stores.providerTokens().remove(ALICE);

        assertThat(world.bearer(token).status()).isEqualTo(401);
        assertThat(world.recorder.reasons()).containsExactly("provider_token_missing");
    }

    @Test
    void tokens_that_last_are_left_alone() {
        world.bearer(world.token());

        assertThat(world.fresh.asked()).isZero();
        assertThat(world.background).isEmpty();
    }

    @Test
    void an_expired_token_is_renewed_before_the_request_goes_on() {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(-6)));
        world.fresh.renewsTo(world.tokens("new", Optional.of(in(3600))), ALICE);

        assertThat(world.bearer(token).status()).isEqualTo(200);
        assertThat(world.recorder.heard())
                .containsExactly("renewed session-0 id-token", "authenticated session-0 id-token");
    }

    @Test
    void five_seconds_after_its_expiry_a_token_still_counts() {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(-5)));
        world.fresh.answers(new Freshness.Refused());

        assertThat(world.bearer(token).status()).isEqualTo(200);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new Freshness.Refused(), 401),
                arguments(new Freshness.Missing(), 401),
                arguments(new Freshness.Unavailable(), 503));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void an_expired_token_that_is_not_renewed_is_no_backing(Freshness outcome, int status) {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(-6)));
        world.fresh.answers(outcome);

        assertThat(world.bearer(token).status()).isEqualTo(status);
    }

    @Test
    void a_token_that_expires_soon_is_renewed_in_the_background() {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(299)));
        world.fresh.renewsTo(world.tokens("new", Optional.of(in(3600))), ALICE);

        assertThat(world.bearer(token).status()).isEqualTo(200);
        assertThat(world.fresh.asked()).isZero();
        world.runBackground();

        assertThat(world.fresh.asked()).isEqualTo(1);
        assertThat(world.recorder.heard()).endsWith("renewed session-0 id-token");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.TOKEN_PROACTIVELY_REFRESHED);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void renewing_ahead_may_fail(Freshness outcome, int ignored) {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(299)));
        world.fresh.answers(outcome);

        world.bearer(token);
        world.runBackground();

        assertThat(world.bearer(token).status()).as("not %s", ignored).isEqualTo(200);
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.PROACTIVE_REFRESH_FAILED);
    }

    @Test
    void renewing_ahead_is_tried_every_ten_seconds_at_most() {
        var token = world.token();
        world.providerTokens("old", Optional.of(in(299)));
        for (var i = 0; i < 30; i++) {
            world.bearer(token);
            world.time.advance(Duration.ofSeconds(1));
        }

        assertThat(world.background).hasSize(3);
    }

    @Test
    void tokens_are_looked_at_again_before_they_need_it() {
        world.providerTokens("old", Optional.of(in(320)));
        var token = world.token();
        world.bearer(token);
        world.time.advance(Duration.ofSeconds(21));

        world.bearer(token);

        assertThat(world.background).hasSize(1);
    }

    @Test
    void a_lost_backing_is_noticed_within_a_minute() {
        var token = world.token();
        world.bearer(token);
        world.stores.providerTokens().remove(ALICE);
        world.time.advance(Duration.ofSeconds(60));

        assertThat(world.bearer(token).status()).isEqualTo(401);
    }

    @Test
    void asked_at_every_request_the_provider_revokes_at_once() {
        world.asking(new EveryRequest());
        var token = world.token();
        var before = world.bearer(token).status();
        world.provider.forget("provider-access");

        var after = world.bearer(token);

        assertThat(before).isEqualTo(200);
        assertThat(after.status()).isEqualTo(401);
        assertThat(world.provider.questions()).isEqualTo(2);
        assertThat(world.fresh.asked()).as("no rescue by a refresh").isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProviderFailure.Kind.class,
            names = {"UNAVAILABLE", "INVALID"})
    void trouble_at_the_provider_does_not_make_a_token_invalid(ProviderFailure.Kind kind) {
        world.asking(new EveryRequest());
        var token = world.token();
        world.bearer(token);
        world.provider.failsWith(kind);

        assertThat(world.bearer(token).status()).isEqualTo(503);
        world.provider.recovers();
        assertThat(world.bearer(token).status()).isEqualTo(200);
    }

    @Test
    void an_answer_counts_for_a_while() {
        world.asking(Cached.recommended());
        var token = world.token();
        world.bearer(token);
        world.provider.forget("provider-access");
        world.time.advance(Duration.ofSeconds(14));
        var within = world.bearer(token).status();
        world.time.advance(Duration.ofSeconds(1));
        var after = world.bearer(token).status();

        assertThat(List.of(within, after)).containsExactly(200, 401);
        assertThat(world.provider.questions()).isEqualTo(2);
    }

    @Test
    void an_old_answer_counts_for_longer_when_the_provider_does_not_answer() {
        world.asking(Cached.recommended());
        var token = world.token();
        world.bearer(token);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);
        world.time.advance(Duration.ofSeconds(59));
        var within = world.bearer(token).status();
        world.time.advance(Duration.ofSeconds(1));
        var after = world.bearer(token).status();

        assertThat(List.of(within, after)).containsExactly(200, 503);
    }

    @Test
    void a_refused_token_has_no_old_answer() {
        world.asking(Cached.recommended());
        var token = world.token();
        world.bearer(token);
        world.time.advance(Duration.ofSeconds(15));
        world.provider.forget("provider-access");
        world.bearer(token);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        assertThat(world.bearer(token).status()).isEqualTo(503);
    }

    @Test
    void renewed_tokens_are_asked_about_anew() {
        world.asking(Cached.recommended());
        var token = world.token();
        world.bearer(token);
        world.providerTokens("other-access", Optional.of(in(3600)));

        assertThat(world.bearer(token).status()).isEqualTo(401);
    }

    @Test
    void no_answer_counts_beyond_the_life_of_the_token() {
        world.asking(new Cached(Duration.ofHours(10), Duration.ofHours(10)));
        world.providerTokens("provider-access", Optional.of(in(400)));
        var token = world.token();
        world.bearer(token);
        world.time.advance(Duration.ofSeconds(402));
        world.bearer(token);

        assertThat(world.provider.questions()).isEqualTo(2);
    }

    @Test
    void the_user_must_be_the_one_of_the_session() {
        world.asking(new EveryRequest());
        world.provider.knows("provider-access", someoneElse());

        assertThat(world.bearer(world.token()).status()).isEqualTo(401);
        assertThat(world.recorder.reasons()).containsExactly("userinfo_subject_mismatch");
    }

    @Test
    void switched_off_the_provider_is_never_asked() {
        world.asking(new Off());
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        assertThat(world.bearer(world.token()).status()).isEqualTo(200);
        assertThat(world.provider.questions()).isZero();
    }

    private static User someoneElse() {
        return new User(new Subject("mallory"), USER.email(), true, USER.name(), "", "", "", "", USER.groups());
    }

    /** Token pass-through: any access token of the same provider. */
    @Test
    void token_passthrough_cve_2026_59822_is_refused_unless_it_is_allowed() {
        world.provider.knows("of-another-client", USER);
        var refused = world.bearer("of-another-client").status();

        var accepted = world.acceptingUpstreamTokens().bearer("of-another-client");

        assertThat(refused).isEqualTo(401);
        assertThat(accepted.caller().orElseThrow().subject()).isEqualTo(ALICE);
        assertThat(accepted.session()).startsWith("ext-");
    }

    @Test
    void an_upstream_token_proves_the_user_to_nobody() {
        world.provider.knows("of-another-client", USER);

        var session =
                world.acceptingUpstreamTokens().bearer("of-another-client").session();

        assertThat(world.recorder.heard()).containsExactly("authenticated " + session);
    }

    @Test
    void upstream_tokens_are_told_apart_from_an_outage() {
        world.acceptingUpstreamTokens();
        var unknown = world.bearer("unknown").status();
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        assertThat(unknown).isEqualTo(401);
        assertThat(world.bearer("unknown").status()).isEqualTo(503);
    }
}
