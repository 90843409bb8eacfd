package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.CHALLENGE;
import static io.muster.authserver.authorize.LoginWorld.ISSUER;
import static io.muster.authserver.authorize.LoginWorld.REDIRECT;
import static io.muster.authserver.authorize.LoginWorld.STATE;
import static io.muster.authserver.authorize.LoginWorld.json;
import static io.muster.authserver.authorize.LoginWorld.lacking;
import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static io.muster.authserver.authorize.LoginWorld.stateOf;
import static io.muster.authserver.authorize.LoginWorld.target;
import static io.muster.authserver.authorize.LoginWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Scopes;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizeEndpointTest {
    private final LoginWorld world = new LoginWorld();

    /** Rows 3 to 6 of the order of checks: nothing is known yet that could be redirected to. */
    static Stream<Arguments> directErrors() {
        return Stream.of(
                row(setting("nonce", "n".repeat(513)), "nonce is too long"),
                row(lacking("client_id"), "client_id is required"),
                row(setting("client_id", "nobody"), "Unknown client"),
                row(setting("client_id", "https://evil.example/<script>"), "Unknown client"),
                row(setting("redirect_uri", "https://client.example/other"), "Invalid redirect_uri"),
                row(setting("redirect_uri", "https://client.example/cb/"), "Invalid redirect_uri"),
                row(setting("redirect_uri", "javascript:alert(1)"), "Invalid redirect_uri"),
                row(setting("state", "s".repeat(513)), "state is too long"));
    }

    private static Arguments row(UnaryOperator<Map<String, String>> change, String description) {
        return Arguments.of(change, description);
    }

    @ParameterizedTest
    @MethodSource("directErrors")
    void what_cannot_be_attributed_to_a_client_is_answered_directly(
            UnaryOperator<Map<String, String>> change, String description) {
        var answer = world.new Browser().programmatic().authorize(change);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).text("error")).contains("invalid_request");
        assertThat(json(answer).text("error_description")).contains(description);
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("directErrors")
    void people_get_a_page_instead_of_a_document(UnaryOperator<Map<String, String>> change, String description) {
        var answer = world.authorize(change);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(text(answer)).contains(description).contains("This login cannot begin");
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    /** Rows 7 to 9. */
    static Stream<Arguments> redirectErrors() {
        return Stream.of(
                error(lacking("state"), "invalid_request"),
                error(setting("state", "short"), "invalid_request"),
                error(setting("state", "s".repeat(23)), "invalid_request"),
                error(lacking("response_type"), "unsupported_response_type"),
                error(setting("response_type", "token"), "unsupported_response_type"),
                error(setting("response_type", "code id_token"), "unsupported_response_type"),
                error(setting("response_mode", "fragment"), "invalid_request"),
                error(setting("request", "eyJ"), "request_not_supported"),
                error(setting("request_uri", "https://x.example"), "request_uri_not_supported"),
                error(lacking("code_challenge"), "invalid_request"),
                error(lacking("code_challenge_method"), "invalid_request"),
                error(setting("code_challenge_method", "plain"), "invalid_request"),
                error(setting("code_challenge_method", "s256"), "invalid_request"),
                error(setting("code_challenge", "c".repeat(42)), "invalid_request"),
                error(setting("code_challenge", "c".repeat(44)), "invalid_request"),
                error(setting("code_challenge", "c".repeat(42) + "="), "invalid_request"),
                error(setting("code_challenge", "c".repeat(42) + "+"), "invalid_request"),
                error(setting("scope", "x".repeat(1001)), "invalid_scope"),
                error(setting("resource", "https://other.example/mcp"), "invalid_target"),
                error(setting("resource", "https://muster.example.evil.example"), "invalid_target"),
                error(setting("resource", "mcp"), "invalid_target"),
                error(setting("resource", ISSUER + "/mcp#fragment"), "invalid_target"),
                error(setting("resource", "http://muster.example/mcp"), "invalid_target"),
                error(setting("dpop_jkt", "short"), "invalid_request"));
    }

    private static Arguments error(UnaryOperator<Map<String, String>> change, String code) {
        return Arguments.of(change, code);
    }

    @ParameterizedTest
    @MethodSource("redirectErrors")
    void errors_of_a_known_client_go_to_the_client_with_state_and_iss(
            UnaryOperator<Map<String, String>> change, String code) {
        var answer = world.authorize(change);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(target(answer)).isEqualTo(REDIRECT);
        assertThat(location(answer)).containsEntry("error", code).containsEntry("iss", ISSUER);
        var sent = LoginWorld.request(change).get("state");
        assertThat(Optional.ofNullable(location(answer).get("state"))).isEqualTo(Optional.ofNullable(sent));
        assertThat(location(answer)).doesNotContainKey("code");
    }

    @Test
    void looking_at_the_address_begins_no_login() {
        var browser = world.new Browser();

        var looked = browser.head("/oauth/authorize?" + LoginWorld.form(LoginWorld.request(UnaryOperator.identity())));

        assertThat(looked.status()).isEqualTo(405);
        assertThat(looked.headers().first("Allow")).contains("GET, POST");
        assertThat(browser.cookies()).isEmpty();
        assertThat(world.audited).isEmpty();
    }

    @Test
    void the_query_of_a_redirect_uri_is_kept() {
        world.clients.add("query", RegisteredClient.Origin.OPEN, "https://client.example/cb?tenant=7");

        var answer = world.authorize(parameters -> {
            parameters.put("client_id", "query");
            parameters.put("redirect_uri", "https://client.example/cb?tenant=7");
            parameters.remove("response_type");
            return parameters;
        });

        assertThat(location(answer)).containsEntry("tenant", "7").containsEntry("error", "unsupported_response_type");
    }

    @Test
    void a_repeated_parameter_is_refused() {
        var answer = world.new Browser()
                .get("/oauth/authorize?" + LoginWorld.form(LoginWorld.request(p -> p)) + "&client_id=trusted");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"grant_types, client_credentials", "response_types, token"})
    void a_client_that_did_not_register_for_codes_gets_none(String member, String value) {
        world.clients.add(
                "other",
                RegisteredClient.Origin.OPEN,
                JsonObject.of(member, JsonArray.ofStrings(List.of(value))),
                REDIRECT);

        var answer = world.authorize(setting("client_id", "other"));

        assertThat(location(answer)).containsEntry("error", "unauthorized_client");
    }

    @Test
    void scopes_beyond_the_registered_ones_are_refused() {
        world.clients.add("scoped", RegisteredClient.Origin.OPEN, JsonObject.of("scope", "openid email"), REDIRECT);

        assertThat(location(world.authorize(setting("client_id", "scoped")))).containsEntry("error", "invalid_scope");
        assertThat(world.audited).contains(AuditEvent.SCOPE_ESCALATION_ATTEMPT);
    }

    @Test
    void scopes_that_are_not_supported_are_refused() {
        var all = world.settings();
        world.with(new LoginSettings(
                all.locations(),
                all.flowLifetime(),
                all.codeLifetime(),
                all.consent(),
                all.consentLifetime(),
                all.browserBound(),
                Optional.of(Scopes.of("openid")),
                all.owned(),
                all.resource()));

        assertThat(location(world.authorize(p -> p))).containsEntry("error", "invalid_scope");
    }

    @Test
    void a_good_request_goes_to_the_identity_provider_with_everything_that_is_mandatory() {
        var answer = world.authorize(p -> p);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(target(answer)).isEqualTo("https://idp.example/auth");
        assertThat(stateOf(answer)).hasSize(43).isNotEqualTo(STATE);
        assertThat(location(answer).get("code_challenge")).hasSize(43).isNotEqualTo(CHALLENGE);
        assertThat(location(answer).get("scope")).contains("mcp:tools", "audience:server:client_id:k8s");
        assertThat(location(answer).get("nonce")).hasSize(43);
        assertThat(answer.headers().first("Cache-Control")).contains("no-store");
        assertThat(answer.headers().first("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().first("Access-Control-Allow-Origin")).isEmpty();
        assertThat(world.audited).containsExactly(AuditEvent.AUTHORIZATION_FLOW_STARTED);
    }

    @Test
    void what_the_client_asked_for_waits_under_our_own_state() {
        var answer = world.authorize(parameters -> {
            parameters.put("resource", "HTTPS://MUSTER.example/mcp/");
            parameters.put("dpop_jkt", "k".repeat(43));
            return parameters;
        });

        var login = world.stores
                .flows()
                .take(TokenHash.of(stateOf(answer)), world.time.instant())
                .orElseThrow();
        assertThat(login.clientState()).isEqualTo(STATE);
        assertThat(login.codeChallenge()).isEqualTo(CHALLENGE);
        assertThat(login.scopes()).isEqualTo(Scopes.parse("openid mcp:tools"));
        assertThat(login.resources()).containsExactly(ISSUER + "/mcp");
        assertThat(login.dpopKey()).contains("k".repeat(43));
        assertThat(login.redirectUri()).isEqualTo(REDIRECT);
        assertThat(login.expiresAt()).isEqualTo(world.time.instant().plusSeconds(600));
        assertThat(PkcePair.challenge(login.providerVerifier()))
                .isEqualTo(location(answer).get("code_challenge"));
    }

    @Test
    void the_only_registered_redirect_uri_need_not_be_named() {
        assertThat(target(world.authorize(lacking("redirect_uri")))).isEqualTo("https://idp.example/auth");
    }

    @Test
    void a_request_that_is_larger_than_what_may_be_kept_is_a_bad_request() {
        var scopes = IntStream.range(100, 350).mapToObj(Integer::toString).collect(Collectors.joining(" "));

        var answer = world.authorize(setting("scope", scopes));

        assertThat(location(answer)).containsEntry("error", "invalid_request");
    }

    @Test
    void without_resource_tokens_are_for_this_server() {
        var answer = world.authorize(p -> p);

        assertThat(world.stores
                        .flows()
                        .take(TokenHash.of(stateOf(answer)), world.time.instant())
                        .orElseThrow()
                        .resources())
                .containsExactly(ISSUER);
    }

    @Test
    void several_resources_must_all_be_ours() {
        var query = LoginWorld.form(LoginWorld.request(p -> p));
        var browser = world.new Browser();

        var good = browser.get("/oauth/authorize?" + query + "&resource=" + ISSUER + "&resource=" + ISSUER + "/mcp");
        var bad = browser.get("/oauth/authorize?" + query + "&resource=" + ISSUER + "&resource=https://b.example");

        assertThat(target(good)).isEqualTo("https://idp.example/auth");
        assertThat(location(bad)).containsEntry("error", "invalid_target");
    }

    @Test
    void without_scope_defaults_are_granted() {
        var answer = world.authorize(lacking("scope"));

        assertThat(granted(answer)).isEqualTo(world.provider.defaultScopes());
        assertThat(world.audited).contains(AuditEvent.SCOPE_DEFAULTS_APPLIED);
    }

    @Test
    void defaults_are_cut_to_what_the_client_registered() {
        world.clients.add("scoped", RegisteredClient.Origin.OPEN, JsonObject.of("scope", "email openid x"), REDIRECT);

        var answer = world.authorize(lacking("scope").andThen(setting("client_id", "scoped"))::apply);

        assertThat(granted(answer)).isEqualTo(Scopes.parse("openid email"));
    }

    private Scopes granted(HttpResponse away) {
        return world.stores
                .flows()
                .take(TokenHash.of(stateOf(away)), world.time.instant())
                .orElseThrow()
                .scopes();
    }

    @ParameterizedTest
    @CsvSource({"openid, 24, true", "openid, 512, true", "openid, 23, false", "email, 40, false"})
    void the_nonce_of_a_client_is_used_where_it_is_good_enough(String scope, int length, boolean used) {
        var nonce = "n".repeat(length);

        var answer = world.authorize(setting("nonce", nonce).andThen(setting("scope", scope))::apply);

        assertThat(location(answer).get("nonce")).satisfies(sent -> {
            assertThat(sent.equals(nonce)).isEqualTo(used);
            assertThat(sent).hasSizeGreaterThanOrEqualTo(24);
        });
    }

    @Test
    void a_form_may_be_posted_and_is_not_posted_on() {
        var answer = world.new Browser().post("/oauth/authorize", LoginWorld.request(p -> p));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(target(answer)).isEqualTo("https://idp.example/auth");
    }

    @Test
    void errors_for_applications_with_a_scheme_of_their_own_are_answered_directly() {
        var answer = world.new Browser().programmatic().authorize(parameters -> {
            parameters.put("client_id", "native");
            parameters.put("redirect_uri", "cursor://app/callback");
            parameters.remove("code_challenge");
            return parameters;
        });

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).text("error")).contains("invalid_request");
    }

    @Test
    void a_store_outage_is_told_to_the_client_as_passing() {
        world.with(new BrokenFlows(world.stores.flows()).failing("begin"));

        var answer = world.authorize(p -> p);

        assertThat(location(answer))
                .containsEntry("error", "temporarily_unavailable")
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER);
    }

    @Test
    void a_login_that_a_store_finds_too_large_is_a_bad_request() {
        world.with(new BrokenFlows(world.stores.flows()).refusing("begin"));

        var answer = world.authorize(p -> p);

        assertThat(location(answer)).containsEntry("error", "invalid_request").containsEntry("state", STATE);
    }

    @Test
    void an_identity_provider_that_is_not_known_yet_is_told_as_passing() {
        world.provider.lost();

        assertThat(location(world.authorize(p -> p))).containsEntry("error", "temporarily_unavailable");
    }

    @Test
    void a_client_whose_document_cannot_be_read_now_is_not_called_unknown() {
        var answer = world.authorize(setting("client_id", "https://down.example/client.json"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After")).contains("5");
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    @Test
    void with_consent_a_stranger_is_not_redirected_to_without_a_click() {
        world.asking();

        var answer = world.authorize(lacking("code_challenge"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
        assertThat(text(answer))
                .contains("Return to client.example")
                .contains("href=\"https://client.example/cb?error=invalid_request&amp;");
    }

    @Test
    void with_consent_a_trusted_client_still_gets_its_errors() {
        world.asking();

        var answer = world.authorize(parameters -> {
            parameters.put("client_id", "trusted");
            parameters.put("redirect_uri", "https://trusted.example/cb");
            parameters.remove("code_challenge");
            return parameters;
        });

        assertThat(location(answer)).containsEntry("error", "invalid_request");
    }
}
