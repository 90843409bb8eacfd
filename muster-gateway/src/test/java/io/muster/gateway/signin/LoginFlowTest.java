package io.muster.gateway.signin;

import static io.muster.gateway.signin.FakeAuthorizationServer.json;
import static io.muster.gateway.signin.FakeAuthorizationServer.refusal;
import static io.muster.gateway.signin.SignInWorld.ALICE;
import static io.muster.gateway.signin.SignInWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.oauth.registration.ClientSettings;
import io.muster.testkit.Eventually;
import io.muster.wire.http.Query;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginFlowTest {
    private static final LoginOutcome CONNECTED = new LoginOutcome.Connected(Inventory.EMPTY);

    private final SignInWorld world = new SignInWorld();
    private final FakeAuthorizationServer as = world.issuer("https://as.example");
    private final BackendSpec wiki = world.server("wiki", "https://as.example");

    private static String jwt(String audience) {
        return encoded("{\"alg\":\"RS256\"}") + "." + encoded("{\"aud\":\"" + audience + "\"}") + ".c2ln";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Query authorization(String state) {
        var location = URI.create(
                world.pending.find(state).orElseThrow().authorizationUrl().toString());
        return Query.parse(location.getRawQuery());
    }

    // --- one server

    @Test
    void a_login_leads_over_our_own_link_to_the_authorization_server_and_back_to_a_connection()
            throws InterruptedException {
        var outcome = world.flow.login(ALICE, wiki);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LoginOutcome.Asked.class,
                        asked -> assertThat(asked.url().toString())
                                .startsWith("http://muster.example/oauth/proxy/start?state="));
        var state = SignInWorld.state(((LoginOutcome.Asked) outcome).url());
        assertThat(authorization(state).parameters())
                .containsEntry("client_id", "registered")
                .containsEntry("redirect_uri", "http://muster.example/oauth/proxy/callback")
                .containsEntry("resource", "https://wiki.example/mcp")
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKey("scope");

        assertThat(world.callback("code=c0de&state=" + state).status()).isEqualTo(200);
        assertThat(world.presented).isEqualTo(Map.of("wiki", List.of("access-1")));
        assertThat(world.flow.login(ALICE, wiki)).isEqualTo(CONNECTED);
    }

    @Test
    void a_server_that_may_not_be_told_is_not_told() throws InterruptedException {
        var shy = world.define("wiki", "https://wiki.example/mcp", "{\"resourceIndicator\":\"omit\"}");
        var state = world.begin(ALICE, shy);

        assertThat(authorization(state).get("resource")).isEmpty();
        world.callback("code=c0de&state=" + state);
        assertThat(as.last()).doesNotContainKey("resource");
        assertThat(world.token(ALICE, shy, false)).isInstanceOf(Acquired.Token.class);
    }

    @Test
    void a_pin_spares_the_server_the_question() throws InterruptedException {
        var pinned = world.define("mute", "https://mute.example/mcp", """
                {"authorizationServer": {"issuer": "https://as.example", "scopes": "read write"}}""");
        var state = world.begin(ALICE, pinned);

        assertThat(authorization(state).get("scope")).contains("read write");
        assertThat(world.internet.requests("https://mute.example/mcp")).isZero();
    }

    @Test
    void who_says_nothing_of_logins_gets_a_list_of_all_that_was_tried() throws InterruptedException {
        var mute = world.define("mute", "https://mute.example/mcp", "{}");

        assertThat(world.flow.login(ALICE, mute))
                .isInstanceOfSatisfying(LoginOutcome.Undiscovered.class, undiscovered -> {
                    assertThat(undiscovered.pinned()).isFalse();
                    assertThat(undiscovered.detail())
                            .contains("https://mute.example/.well-known/oauth-protected-resource/mcp")
                            .contains("https://mute.example/.well-known/openid-configuration")
                            .contains("no such host");
                });
        assertThat(world.counted.counts)
                .contains("muster.auth.logins{outcome=failure, reason=issuer_discovery_failed, server=mute}")
                .anyMatch(line -> line.startsWith("muster.auth.discovery{outcome=failed, server=mute"));
    }

    @Test
    void a_server_without_pkce_is_refused() throws InterruptedException {
        new FakeAuthorizationServer("https://old-as.example", world.internet, "plain");

        assertThat(world.flow.login(ALICE, world.server("old", "https://old-as.example")))
                .isInstanceOfSatisfying(
                        LoginOutcome.Impossible.class,
                        impossible -> assertThat(impossible.cause()).contains("does not advertise S256 PKCE"));
    }

    @Test
    void a_store_that_is_away_is_said() throws InterruptedException {
        world.store.away(true);

        assertThat(world.flow.login(ALICE, wiki)).isInstanceOf(LoginOutcome.Impossible.class);
    }

    @Test
    void a_token_that_the_server_refuses_leads_to_a_login() throws InterruptedException {
        world.logIn(ALICE, wiki);
        world.refused.add("access-1");

        assertThat(world.flow.login(ALICE, wiki)).isInstanceOf(LoginOutcome.Asked.class);
        assertThat(world.token(ALICE, wiki, false)).isEqualTo(Acquired.Failed.of(FailureClass.SIGNED_OUT));
    }

    @Test
    void a_silent_authorization_server_is_no_reason_for_a_login() throws InterruptedException {
        world.logIn(ALICE, wiki);
        world.time.advance(Duration.ofHours(2));
        as.answer(refusal(502, ""));

        assertThat(world.flow.login(ALICE, wiki))
                .isEqualTo(new LoginOutcome.NotConnected(FailureClass.PROVIDER_UNAVAILABLE));
        as.answerAgain();
        assertThat(world.flow.login(ALICE, wiki)).isEqualTo(CONNECTED);
    }

    // --- several servers

    @Test
    void a_neighbour_with_the_same_issuer_needs_no_browser_and_shares_renewals() throws InterruptedException {
        var news = world.server("news", "https://wiki.example/news", "https://as.example", "");
        world.logIn(ALICE, wiki);

        assertThat(world.flow.login(ALICE, news)).isEqualTo(CONNECTED);
        assertThat(as.forms()).hasSize(1);

        var newsSource = world.signIns.source(ALICE.session(), news).source();
        newsSource.acquire(false, Deadline.NONE);
        world.token(ALICE, wiki, true);
        assertThat(newsSource.acquire(true, Deadline.NONE))
                .isInstanceOfSatisfying(
                        Acquired.Token.class,
                        token -> assertThat(token.token().reveal()).isEqualTo("access-2"));
    }

    @Test
    void a_server_elsewhere_gets_a_token_of_its_own_from_the_issuer() throws InterruptedException {
        var mail = world.server("mail", "https://as.example");
        world.logIn(ALICE, wiki);

        assertThat(world.flow.login(ALICE, mail)).isEqualTo(CONNECTED);
        assertThat(as.last())
                .containsEntry("refresh_token", "refresh-1")
                .containsEntry("resource", "https://mail.example/mcp");
        assertThat(world.presented.get("mail")).containsExactly("access-2");

        // One refresh token serves both, whoever is renewed.
        world.time.advance(Duration.ofHours(1));
        world.token(ALICE, mail, false);
        assertThat(as.last())
                .containsEntry("refresh_token", "refresh-2")
                .containsEntry("resource", "https://mail.example/mcp");
        world.token(ALICE, wiki, false);
        assertThat(as.last())
                .containsEntry("refresh_token", "refresh-3")
                .containsEntry("resource", "https://wiki.example/mcp");
    }

    @Test
    void another_issuer_needs_another_login() throws InterruptedException {
        world.issuer("https://other.example");
        world.logIn(ALICE, wiki);

        assertThat(world.flow.login(ALICE, world.server("mail", "https://other.example")))
                .isInstanceOf(LoginOutcome.Asked.class);
        assertThat(world.flow.login(BOB, wiki)).isInstanceOf(LoginOutcome.Asked.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_target", "invalid_request", "invalid_grant"})
    void a_hostile_server_that_names_a_foreign_issuer_gets_no_token(String refusal) throws InterruptedException {
        world.logIn(ALICE, wiki);
        as.answer(form -> String.valueOf(form.get("resource")).startsWith("https://wiki.example")
                ? json("{'access_token':'for-wiki','token_type':'Bearer'}")
                : refusal(400, refusal));
        var evil = world.server("evil", "https://as.example");

        assertThat(world.flow.login(ALICE, evil)).isInstanceOf(LoginOutcome.Asked.class);
        assertThat(world.presented).doesNotContainKey("evil");
        assertThat(as.forms()).hasSize(2);
        assertThat(as.last()).containsEntry("resource", "https://evil.example/mcp");
        assertThat(world.token(ALICE, wiki, false)).isInstanceOf(Acquired.Token.class);
    }

    @Test
    void a_token_that_is_for_somebody_else_is_not_sent_even_if_the_issuer_gives_it() throws InterruptedException {
        as.answer(json("{'access_token':'" + jwt("https://wiki.example/mcp")
                + "','token_type':'Bearer','expires_in':3600,'refresh_token':'r'}"));
        world.logIn(ALICE, wiki);
        var evil = world.server("evil", "https://as.example");

        assertThat(world.flow.login(ALICE, evil)).isInstanceOf(LoginOutcome.Asked.class);
        assertThat(world.presented).doesNotContainKey("evil");
    }

    @Test
    void an_issuer_that_is_only_claimed_gets_no_refresh_token() throws InterruptedException {
        world.logIn(ALICE, wiki);
        world.define("evil", "https://evil.example/mcp", "{}");
        world.internet.serve(
                "https://evil.example/.well-known/oauth-authorization-server",
                json(
                        "{'issuer':'https://as.example','authorization_endpoint':'https://evil.example/a',"
                                + "'token_endpoint':'https://evil.example/token','code_challenge_methods_supported':['S256']}"));

        world.flow.login(ALICE, Objects.requireNonNull(world.specs.get("evil")));

        assertThat(world.internet.requests("https://evil.example/token")).isZero();
    }

    @Test
    void without_trust_nothing_is_shared_that_does_not_say_for_whom_it_is() throws InterruptedException {
        var careful = new SignInWorld(new SignInSettings(
                ClientSettings.of("http://muster.example"),
                Map.of(),
                List.of(),
                SignInSettings.Confirmation.OFF,
                false));
        var issuer = careful.issuer("https://as.example");
        issuer.answer(json("{'access_token':'opaque','token_type':'Bearer'}"));
        careful.logIn(ALICE, careful.server("wiki", "https://as.example"));

        assertThat(careful.flow.login(ALICE, careful.server("mail", "https://as.example")))
                .isInstanceOf(LoginOutcome.Asked.class);
    }

    // --- out again

    @Test
    void a_logout_gives_the_tokens_back_the_refresh_token_first() throws InterruptedException {
        world.logIn(ALICE, wiki);
        world.flow.signOut(ALICE, wiki);

        assertThat(world.signedOut).containsExactly("wiki");
        assertThat(world.store.content()).doesNotContain("access-1").doesNotContain("refresh-1");
        assertThat(Eventually.next("a revocation", as.revoked()))
                .containsEntry("token", "refresh-1")
                .containsEntry("token_type_hint", "refresh_token")
                .containsEntry("client_id", "registered");
        assertThat(Eventually.next("a revocation", as.revoked())).containsEntry("token", "access-1");
        assertThat(world.flow.login(ALICE, wiki)).isInstanceOf(LoginOutcome.Asked.class);
    }

    @Test
    void what_another_server_of_the_session_uses_is_kept() throws InterruptedException {
        var mail = world.server("mail", "https://as.example");
        world.logIn(ALICE, wiki);
        world.flow.login(ALICE, mail);
        world.flow.signOut(ALICE, wiki);

        assertThat(world.token(ALICE, wiki, false)).isEqualTo(Acquired.Failed.of(FailureClass.SIGNED_OUT));
        world.time.advance(Duration.ofHours(1));
        assertThat(world.token(ALICE, mail, false)).isInstanceOf(Acquired.Token.class);
        assertThat(as.revoked()).isEmpty();

        world.flow.signOut(ALICE, mail);
        assertThat(Eventually.next("a revocation", as.revoked())).containsKey("token");
        assertThat(world.store.content()).doesNotContain("access-").doesNotContain("refresh-");
    }

    // --- more than before

    @Test
    void missing_permissions_are_asked_for_together_with_those_there_are() throws InterruptedException {
        var scoped = world.server("scoped", "https://scoped.example/mcp", "https://as.example", "read");
        world.logIn(ALICE, scoped);

        var offer = world.flow
                .stepUp(ALICE, scoped, List.of("Bearer error=\"insufficient_scope\", scope=\"write admin\""))
                .orElseThrow();

        assertThat(authorization(SignInWorld.state(offer.url())).get("scope")).contains("read write admin");
        assertThat(offer.text()).contains(offer.url().toString()).contains("authentication required");
        assertThat(offer.result().isError()).isTrue();
        assertThat(offer.result().structuredContent().orElseThrow().text("authUrl"))
                .contains(offer.url().toString());
        assertThat(world.token(ALICE, scoped, false)).isInstanceOf(Acquired.Token.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer error=\"invalid_token\", scope=\"write\"",
                "Bearer error=\"insufficient_scope\"",
                "Basic realm=\"insufficient_scope\"",
                ""
            })
    void a_403_for_another_reason_is_no_step_up(String challenge) throws InterruptedException {
        assertThat(world.flow.stepUp(ALICE, wiki, List.of(challenge))).isEmpty();
    }

    @Test
    void the_same_is_asked_for_every_ten_minutes_and_three_times_at_most() throws InterruptedException {
        var challenge = List.of("Bearer error=\"insufficient_scope\", scope=\"write\"");
        int asked = 0;
        for (int minute = 0; minute < 60; minute++) {
            if (world.flow.stepUp(ALICE, wiki, challenge).isPresent()) {
                asked++;
                assertThat(minute % 10).isZero();
            }
            world.time.advance(Duration.ofMinutes(1));
        }
        assertThat(asked).isEqualTo(3);
        assertThat(world.flow.stepUp(BOB, wiki, challenge)).isPresent();
        assertThat(world.flow.stepUp(ALICE, wiki, List.of("Bearer error=\"insufficient_scope\", scope=\"other\"")))
                .isPresent();
    }
}
