package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.ALICE;
import static io.muster.authserver.token.TokenWorld.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.provider.Freshness;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.token.SessionRefresh.Outcome;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Founding requirement R-5, acceptance 6, and oauth-server specification, 16.4. */
class SessionRefreshTest {
    private static final SessionId SESSION = new SessionId("session-0");

    private final TokenWorld world = new TokenWorld();

    @Test
    void listeners_have_the_new_token_when_it_returns_and_the_clients_refresh_token_still_works() throws Exception {
        var tokens = world.login(APP);
        world.fresh.renewsTo(renewed(Optional.of(new Secret("id-token-2"))), ALICE);

        var outcome = world.refresh.refresh(SESSION);

        assertThat(outcome).isInstanceOf(Outcome.Refreshed.class);
        assertThat(world.recorder.heard()).endsWith("renewed session-0 id-token-2");
        assertThat(world.stores.providerTokens().find(ALICE).orElseThrow().idToken())
                .contains(new Secret("id-token-2"));
        world.fresh.answersWhatIsStored();
        assertThat(world.refresh(tokens.refresh()).status()).isEqualTo(200);
        assertThat(world.recorder.heard()).doesNotContain("ended session-0");
    }

    @Test
    void listeners_hear_that_there_is_no_token_any_more() throws Exception {
        world.login(APP);
        world.fresh.renewsTo(renewed(Optional.empty()), ALICE);

        assertThat(world.refresh.refresh(SESSION)).isEqualTo(new Outcome.Refreshed(Optional.empty()));
        assertThat(world.recorder.heard()).endsWith("renewed session-0");
    }

    @Test
    void an_unknown_session_is_unknown() throws Exception {
        assertThat(world.refresh.refresh(SESSION)).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void ended_and_expired_sessions_are_not_refreshed() throws Exception {
        world.login(APP);
        var second = world.login(APP);
        world.revoke("token", second.refresh(), "client_id", "app");
        var revoked = world.refresh.refresh(new SessionId("session-1"));
        world.time.advance(Duration.ofDays(30));
        var expired = world.refresh.refresh(SESSION);

        assertThat(revoked).isEqualTo(new Outcome.Ended());
        assertThat(expired).isEqualTo(new Outcome.Ended());
        assertThat(world.fresh.asked()).isZero();
    }

    @Test
    void trouble_at_the_provider_is_told_apart() throws Exception {
        world.login(APP);

        world.fresh.answers(new Freshness.Refused());
        assertThat(world.refresh.refresh(SESSION)).isEqualTo(new Outcome.LoginRequired());
        world.fresh.answers(new Freshness.Missing());
        assertThat(world.refresh.refresh(SESSION)).isEqualTo(new Outcome.LoginRequired());
        world.fresh.answers(new Freshness.Unavailable());
        assertThat(world.refresh.refresh(SESSION)).isEqualTo(new Outcome.Unavailable());
        assertThat(world.recorder.heard()).noneMatch(event -> event.startsWith("renewed"));
    }

    @Test
    void an_outage_is_not_an_answer() {
        world.login(APP);
        world.stores.cutOff();

        assertThatThrownBy(() -> world.refresh.refresh(SESSION)).isInstanceOf(StoreUnavailable.class);
    }

    private ProviderTokens renewed(Optional<Secret> idToken) {
        return new ProviderTokens(
                new Secret("provider-access-2"),
                Optional.of(new Secret("provider-refresh-2")),
                idToken,
                Optional.of(world.time.instant().plus(Duration.ofHours(1))),
                world.time.instant());
    }
}
