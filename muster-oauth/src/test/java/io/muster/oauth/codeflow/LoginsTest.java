package io.muster.oauth.codeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.codeflow.CallbackVerdict.Accepted;
import io.muster.oauth.codeflow.CallbackVerdict.Refused;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
    private static final String ISSUER = "https://as.example";
    private static final URI REDIRECT = URI.create("https://muster.example/oauth/proxy/callback");
    private static final URI RESOURCE = URI.create("https://mcp.example/mcp");
    private static final PendingLogin.Owner ALICE =
            new PendingLogin.Owner(new SessionId("session"), new Subject("alice"), "jira");
    private static final ClientIdentity MUSTER =
            new ClientIdentity.PreRegistered(new ClientCredentials.Public(new ClientId("muster")));

    private final ManualTime time = new ManualTime();
    private final PendingLogins pending = new StoredPendingLogins(new MemoryHashStore(time));
    private final Logins logins = new Logins(pending, new Random(1), time);

    private static ResolvedAuthorization server(String members) {
        return server(members, Scopes.NONE, Optional.empty(), Scopes.NONE);
    }

    private static ResolvedAuthorization server(
            String members, Scopes pinned, Optional<Scopes> challenge, Scopes listed) {
        var json = """
            {'issuer': '%s', 'authorization_endpoint': 'https://as.example/authorize?tenant=7',
             'token_endpoint': 'https://as.example/token', 'code_challenge_methods_supported': ['S256'] %s}
            """.formatted(ISSUER, members).replace('\'', '"');
        return new ResolvedAuthorization(
                new AuthorizationServerMetadata(Json.parseObject(json)),
                Provenance.VALIDATED,
                RESOURCE,
                pinned,
                challenge,
                listed);
    }

    private String begin(ResolvedAuthorization server, Scopes scopes, Logins.Options options) {
        return logins.begin(ALICE, server, MUSTER, REDIRECT, scopes, options);
    }

    private String begin() {
        return begin(server(""), Scopes.of("read", "write"), Logins.Options.DEFAULT);
    }

    private Map<String, String> parameters(String state) {
        return Query.parse(pending.find(state).orElseThrow().authorizationUrl().getRawQuery())
                .parameters();
    }

    private CallbackVerdict judge(String query) {
        return logins.judge(Callback.parse(Query.parse(query)));
    }

    // --- the way there

    @Test
    void the_browser_is_sent_with_everything_that_binds_the_answer() {
        var state = begin();

        var parameters = parameters(state);
        assertThat(parameters)
                .containsOnlyKeys(
                        "tenant",
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "state",
                        "code_challenge",
                        "code_challenge_method",
                        "scope",
                        "resource")
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "muster")
                .containsEntry("redirect_uri", REDIRECT.toString())
                .containsEntry("state", state)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "read write")
                .containsEntry("resource", RESOURCE.toString());
        var verifier = pending.find(state).orElseThrow().verifier();
        assertThat(verifier.reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(parameters.get("code_challenge"))
                .isEqualTo(new Pkce(verifier).challenge())
                .isNotEqualTo(verifier.reveal());
    }

    @Test
    void a_challenge_is_that_of_the_rfc() {
        assertThat(new Pkce(new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void the_state_says_nothing_and_never_repeats() {
        var one = begin();
        var other = begin();

        assertThat(one).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(other);
    }

    @Test
    void what_is_not_wanted_is_left_out() {
        var state = begin(server(""), Scopes.NONE, new Logins.Options(false, true));

        assertThat(parameters(state)).doesNotContainKeys("scope", "resource", "prompt");
        assertThat(pending.find(state).orElseThrow().resource()).isEmpty();
    }

    @Test
    void consent_is_asked_for_again_only_for_a_refresh_token() {
        var state = begin(server(""), Scopes.of("offline_access"), new Logins.Options(true, true));

        assertThat(parameters(state)).containsEntry("prompt", "consent");
    }

    @Test
    void hints_are_passed_on_but_replace_nothing() {
        var hints = Map.of("prompt", "none", "login_hint", "alice@example.com", "client_id", "other");
        var state = begin(server(""), Scopes.NONE, new Logins.Options(true, false, hints));

        assertThat(parameters(state))
                .containsEntry("prompt", "none")
                .containsEntry("login_hint", "alice@example.com")
                .containsEntry("client_id", "muster");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'code_challenge_methods_supported': ['plain']"})
    void a_server_that_does_not_promise_s256_is_refused(String methods) {
        var json = ("{'issuer': '" + ISSUER + "', 'authorization_endpoint': 'https://as.example/a',"
                        + " 'token_endpoint': 'https://as.example/t'" + methods + "}")
                .replace('\'', '"');
        var server = new ResolvedAuthorization(
                new AuthorizationServerMetadata(Json.parseObject(json)),
                Provenance.VALIDATED,
                RESOURCE,
                Scopes.NONE,
                Optional.empty(),
                Scopes.NONE);

        assertThatThrownBy(() -> begin(server, Scopes.NONE, Logins.Options.DEFAULT))
                .isInstanceOf(Logins.Refused.class)
                .hasMessage("authorization server \"https://as.example\" does not advertise S256 PKCE in"
                        + " code_challenge_methods_supported (MCP 2025-11-25 requires refusal)");
    }

    // --- what is asked for

    @ParameterizedTest
    @CsvSource({
        // pinned, challenge, listed, supported, chosen
        "'a b', c, d, offline_access, 'a b'",
        "'', c, d, '', c",
        "'', c, d, offline_access, 'c offline_access'",
        "'', '', 'd offline_access', '', d",
        "'', '', 'd offline_access', offline_access, 'd offline_access'",
        "'', '', '', '', ''",
    })
    void scopes_are_chosen_in_order(String pinned, String challenge, String listed, String supported, String chosen) {
        var server = server(
                ", 'scopes_supported': ['" + supported + "']",
                Scopes.parse(pinned),
                challenge.isEmpty() ? Optional.empty() : Optional.of(Scopes.parse(challenge)),
                Scopes.parse(listed));

        assertThat(ScopeChoice.first(server).toString()).isEqualTo(chosen);
    }

    @Test
    void a_step_up_asks_for_what_there_was_and_what_is_missing() {
        assertThat(ScopeChoice.stepUp(server(""), Scopes.of("a", "b"), Scopes.of("b", "c")))
                .isEqualTo(Scopes.of("a", "b", "c"));
    }

    // --- the way back

    @Test
    void a_return_is_believed_once() {
        var state = begin();

        var first = judge("code=c0de&state=" + state);
        var second = judge("code=c0de&state=" + state);

        assertThat(first).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.code()).isEqualTo(new Secret("c0de"));
            assertThat(accepted.login().owner()).isEqualTo(ALICE);
        });
        assertThat(second).isEqualTo(new Refused(Callback.Fault.EXPIRED, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        // promised, sent, believed
        "true, https://as.example, true",
        "true, '', false",
        "true, https://as.example/, false",
        "true, https://evil.example, false",
        "true, HTTPS://AS.EXAMPLE, false",
        "false, https://as.example, true",
        "false, https://as.example/, false",
        "false, https://evil.example, false",
        "false, '', true",
    })
    void who_answers_is_compared_with_who_was_asked(boolean promised, String sent, boolean believed) {
        var state = begin(
                server(", 'authorization_response_iss_parameter_supported': " + promised),
                Scopes.NONE,
                Logins.Options.DEFAULT);

        var verdict = judge("code=c&state=" + state + (sent.isEmpty() ? "" : "&iss=" + sent));

        assertThat(verdict instanceof Accepted).isEqualTo(believed);
        if (verdict instanceof Refused refused) {
            assertThat(refused.fault()).isEqualTo(Callback.Fault.ISSUER);
        }
    }

    @Test
    void an_error_of_somebody_else_is_not_shown() {
        var state = begin();

        var verdict = (Refused) judge("error=access_denied&state=" + state + "&iss=https://evil.example");

        assertThat(verdict.fault()).isEqualTo(Callback.Fault.ISSUER);
        assertThat(verdict.error()).isEmpty();
    }

    @Test
    void an_error_is_handed_on_in_harmless_characters_and_ends_the_login() {
        var state = begin();

        var verdict = (Refused) judge("error=access_denied%0A%1B" + "x".repeat(500) + "&code=c&state=" + state);

        assertThat(verdict.fault()).isEqualTo(Callback.Fault.DENIED);
        assertThat(verdict.error().orElseThrow())
                .startsWith("access_denied??xx")
                .hasSizeLessThanOrEqualTo(100);
        assertThat(pending.find(state)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"code=c, MISSING", "code=c&state=, MISSING", "code=c&state=unknown, EXPIRED", "'', MISSING"})
    void a_return_without_a_login_is_none(String query, Callback.Fault fault) {
        assertThat(judge(query)).isEqualTo(new Refused(fault, Optional.empty(), Optional.empty()));
    }

    @Test
    void a_return_without_a_code_is_incomplete() {
        assertThat(((Refused) judge("state=" + begin())).fault()).isEqualTo(Callback.Fault.MISSING);
    }

    // --- what is kept

    @Test
    void a_login_ends_after_ten_minutes() {
        var state = begin();
        time.advance(Duration.ofMinutes(10));

        assertThat(pending.find(state)).isEmpty();
        assertThat(pending.take(state)).isEmpty();
    }

    @Test
    void an_update_does_not_prolong_it() {
        var state = begin();
        time.advance(Duration.ofMinutes(9));
        pending.update(state, pending.find(state).orElseThrow().returningTo(URI.create("https://ide.example/")));
        assertThat(pending.find(state).orElseThrow().returnTo()).contains(URI.create("https://ide.example/"));

        time.advance(Duration.ofMinutes(1));
        assertThat(pending.find(state)).isEmpty();
    }

    @Test
    void of_one_session_and_server_the_last_three_count() {
        var first = begin();
        time.advance(Duration.ofSeconds(1));
        var second = begin();
        time.advance(Duration.ofSeconds(1));
        begin();
        begin();

        assertThat(pending.find(first)).isEmpty();
        assertThat(pending.find(second)).isPresent();
    }

    @Test
    void nothing_secret_is_printed() {
        var state = begin();

        assertThat(pending.find(state).orElseThrow().toString())
                .doesNotContain(pending.find(state).orElseThrow().verifier().reveal());
    }
}
