package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.APP;
import static io.muster.authserver.token.TokenWorld.BASE;
import static io.muster.authserver.token.TokenWorld.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 14.2, row by row. */
class AuthorizationCodeGrantTest {
    private static final String EXPIRED = "Authorization code is invalid or expired";

    private final TokenWorld world = new TokenWorld();

    @Test
    void a_code_begins_a_session() {
        var answer = world.login(APP);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.access()).hasSize(43);
        assertThat(answer.refresh()).hasSize(43).isNotEqualTo(answer.access());
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.body().integer("expires_in")).hasValue(1800);
        assertThat(answer.text("scope")).isEqualTo("openid email");
        assertThat(answer.text("id_token")).isEqualTo("id-token");
        assertThat(answer.response().headers().first("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(world.accepts(answer.access())).isTrue();
        assertThat(world.recorder.heard()).containsExactly("started session-0 id-token");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.TOKEN_ISSUED);
    }

    @Test
    void the_access_token_expires_with_the_tokens_of_the_provider() {
        world.providerTokens(world.time.instant().plus(Duration.ofMinutes(7)));

        assertThat(world.login(APP).body().integer("expires_in")).hasValue(420);
    }

    @Test
    void no_scope_is_echoed_when_none_is_granted() {
        var code = world.issue(with(world.authorized(APP), Scopes.NONE, List.of(BASE), Optional.empty()));

        assertThat(world.redeem(code, "client_id", "app").body().has("scope")).isFalse();
    }

    @Test
    void the_reference_of_the_login_leads_on_to_its_tokens_or_to_why_there_are_none() {
        var authorized = world.authorized(APP);

        world.redeem(world.issue(authorized), "client_id", "app", "code_verifier", "x".repeat(43));
        world.redeem(world.issue(authorized), "client_id", "app");

        assertThat(world.recorder.recorded()).contains(AuditEvent.PKCE_VALIDATION_FAILED, AuditEvent.TOKEN_ISSUED);
        assertThat(world.recorder.everything().split("login_ref=" + authorized.reference(), -1))
                .hasSize(3);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("no code", form("client_id", "app", "code", ""), 400, "invalid_request"),
                arguments("no client", form(), 400, "invalid_request"),
                arguments("unknown client", form("client_id", "nobody"), 401, "invalid_client"),
                arguments("no secret", form("client_id", "service"), 401, "invalid_client"),
                arguments("unknown code", form("client_id", "app", "code", "guess"), 400, "invalid_grant"),
                arguments("other client", form("client_id", "other"), 400, "invalid_grant"),
                arguments(
                        "other redirect",
                        form("client_id", "app", "redirect_uri", "https://app.example/callback/"),
                        400,
                        "invalid_grant"),
                arguments("no verifier", form("client_id", "app", "code_verifier", ""), 400, "invalid_grant"),
                arguments(
                        "wrong verifier",
                        form("client_id", "app", "code_verifier", "x" + VERIFIER.substring(1)),
                        400,
                        "invalid_grant"),
                arguments(
                        "short verifier",
                        form("client_id", "app", "code_verifier", VERIFIER.substring(1)),
                        400,
                        "invalid_grant"),
                arguments(
                        "long verifier",
                        form("client_id", "app", "code_verifier", "a".repeat(129)),
                        400,
                        "invalid_grant"),
                arguments(
                        "verifier with other characters",
                        form("client_id", "app", "code_verifier", VERIFIER.replace('_', '/')),
                        400,
                        "invalid_grant"),
                arguments(
                        "foreign resource",
                        form("client_id", "app", "resource", "https://other.example"),
                        400,
                        "invalid_target"),
                arguments(
                        "own and foreign resource",
                        form("client_id", "app", "resource", BASE, "+resource", "https://other.example"),
                        400,
                        "invalid_target"),
                arguments(
                        "no resource at all",
                        form("client_id", "app", "resource", "not a uri"),
                        400,
                        "invalid_target"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void a_refused_request_neither_burns_the_code_nor_ends_anything(
            String row, String[] form, int status, String error) {
        var code = world.issue(world.authorized(APP));

        var refused = world.redeem(code, form);

        assertThat(refused.status()).as(row).isEqualTo(status);
        assertThat(refused.error()).isEqualTo(error);
        assertThat(refused.access()).isEmpty();
        assertThat(world.redeem(code, "client_id", "app").status()).isEqualTo(200);
    }

    private static String[] form(String... parameters) {
        return parameters;
    }

    @Test
    void a_code_is_of_no_use_when_it_has_expired() {
        var code = world.issue(world.authorized(APP));
        world.time.advance(Duration.ofMinutes(10));

        var answer = world.redeem(code, "client_id", "app");

        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).isEqualTo(EXPIRED);
    }

    @Test
    void clients_of_oauth_2_1_omit_the_redirect_uri() {
        var code = world.issue(world.authorized(APP));

        assertThat(world.redeem(code, "client_id", "app", "redirect_uri", "").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, BASE + "/", BASE + "/mcp", "HTTPS://MUSTER.example:443/sse", BASE + "/servers/a/mcp"})
    void a_request_may_name_the_resource_in_any_form_that_was_granted(String resource) {
        var code = world.issue(world.authorized(APP));

        assertThat(world.redeem(code, "client_id", "app", "resource", resource).status())
                .isEqualTo(200);
    }

    @Test
    void a_grant_for_a_direct_endpoint_is_not_one_for_the_server() {
        var authorized =
                with(world.authorized(APP), Scopes.NONE, List.of(BASE + "/servers/github/mcp"), Optional.empty());

        var wider = world.redeem(world.issue(authorized), "client_id", "app", "resource", BASE);
        var other = world.redeem(world.issue(authorized), "client_id", "app", "resource", BASE + "/servers/slack/mcp");

        assertThat(List.of(wider.error(), other.error())).containsOnly("invalid_target");
        assertThat(world.recorder.recorded()).contains(AuditEvent.RESOURCE_MISMATCH);
    }

    @Test
    void scopes_beyond_those_registered_are_refused() {
        world.register(TokenWorld.client(
                "narrow", JsonObject.of("token_endpoint_auth_method", "none").with("scope", "openid")));
        var code = world.issue(world.authorized(TokenWorld.client("narrow", JsonObject.EMPTY)));

        assertThat(world.redeem(code, "client_id", "narrow").error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.SCOPE_ESCALATION_ATTEMPT);
    }

    @Test
    void a_code_without_challenge_is_refused() {
        var plain = world.authorized(APP);
        var code = world.issue(new AuthorizedCode(
                plain.session(),
                plain.client(),
                plain.redirectUri(),
                plain.subject(),
                plain.scopes(),
                plain.resources(),
                "",
                Optional.empty(),
                Optional.empty(),
                "REF",
                plain.expiresAt()));

        assertThat(world.redeem(code, "client_id", "app").error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.PKCE_REQUIRED_FOR_PUBLIC_CLIENT);
    }

    @Test
    void pkce_failures_are_recorded() {
        world.redeem(world.issue(world.authorized(APP)), "client_id", "app", "code_verifier", "");

        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.PKCE_VALIDATION_FAILED);
    }

    @Test
    void a_correct_repetition_ends_the_session_of_that_code_and_no_other() {
        var other = world.login(APP);
        var code = world.issue(world.authorized(APP));
        var stolen = world.redeem(code, "client_id", "app");

        var again = world.redeem(code, "client_id", "app");

        assertThat(again.error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(stolen.access())).isFalse();
        assertThat(world.refresh(stolen.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(other.access())).isTrue();
        assertThat(world.recorder.heard()).contains("ended session-1").doesNotContain("ended session-0");
        assertThat(world.recorder.recorded()).contains(AuditEvent.AUTHORIZATION_CODE_REUSE_DETECTED);
    }

    @Test
    void who_merely_saw_a_code_cannot_end_the_session_that_came_from_it() {
        var code = world.issue(world.authorized(APP));
        var tokens = world.redeem(code, "client_id", "app");

        world.redeem(code, "client_id", "other");
        world.redeem(code, "client_id", "app", "code_verifier", "z".repeat(43));
        world.redeem(code, "client_id", "app", "redirect_uri", "https://evil.example");
        world.redeem(code, "client_id", "app", "resource", "https://evil.example");

        assertThat(world.accepts(tokens.access())).isTrue();
    }

    @Test
    void without_tokens_of_the_provider_there_is_no_session() {
        var code = world.issue(world.authorized(APP));
        world.stores.providerTokens().remove(TokenWorld.ALICE);

        assertThat(world.redeem(code, "client_id", "app").error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.reasons()).containsExactly("provider_token_missing");
    }

    @Test
    void a_code_is_not_consumed_where_no_session_can_begin() {
        var code = world.issue(world.authorized(APP));
        world.stores.providerTokens().remove(TokenWorld.ALICE);

        var without = world.redeem(code, "client_id", "app");
        world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));

        assertThat(without.error()).isEqualTo("invalid_grant");
        assertThat(world.redeem(code, "client_id", "app").status()).isEqualTo(200);
    }

    @Test
    void a_repetition_is_recognised_without_tokens_of_the_provider() {
        var code = world.issue(world.authorized(APP));
        var stolen = world.redeem(code, "client_id", "app");
        world.stores.providerTokens().remove(TokenWorld.ALICE);

        var again = world.redeem(code, "client_id", "app");

        assertThat(again.error()).isEqualTo("invalid_grant");
        assertThat(world.accepts(stolen.access())).isFalse();
        assertThat(world.recorder.recorded()).contains(AuditEvent.AUTHORIZATION_CODE_REUSE_DETECTED);
    }

    @Test
    void an_outage_of_the_store_is_not_an_invalid_code() {
        var code = world.issue(world.authorized(APP));
        world.stores.cutOff();

        var answer = world.redeem(code, "client_id", "app");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).isEqualTo("temporarily_unavailable");
        assertThat(answer.response().headers().first("Retry-After")).isNotEmpty();
        world.stores.reconnect();
        assertThat(world.redeem(code, "client_id", "app").status()).isEqualTo(200);
    }

    @Test
    void of_many_who_redeem_a_code_at_once_one_gets_tokens() throws Exception {
        var code = world.issue(world.authorized(APP));
        Callable<Integer> redeem = () -> world.redeem(code, "client_id", "app").status();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(Collections.nCopies(50, redeem));

            assertThat(answers).extracting(answer -> answer.get()).containsOnlyOnce(200);
        }
    }

    @Test
    void a_key_that_was_announced_has_to_be_proven() {
        var bound = with(world.authorized(APP), Scopes.NONE, List.of(BASE), Optional.of("key-1"));
        var code = world.issue(bound);

        var without = world.redeem(code, "client_id", "app");
        var wrong = world.redeem(Headers.of("DPoP", "key-2"), code, "client_id", "app");
        var right = world.redeem(Headers.of("DPoP", "key-1"), code, "client_id", "app");

        assertThat(List.of(without.error(), wrong.error())).containsOnly("invalid_dpop_proof");
        assertThat(right.text("token_type")).isEqualTo("DPoP");
    }

    @Test
    void a_proof_binds_the_tokens() {
        var code = world.issue(world.authorized(APP));

        var tokens = world.redeem(Headers.of("DPoP", "key-1"), code, "client_id", "app");

        var granted = world.stores.sessions().access(TokenHash.of(tokens.access()), world.time.instant());
        assertThat(granted.orElseThrow().dpopKey()).contains("key-1");
    }

    @Test
    void a_client_may_insist_on_bound_tokens() {
        world.register(TokenWorld.client(
                "careful", JsonObject.of("token_endpoint_auth_method", "none").with("dpop_bound_access_tokens", true)));
        var code = world.issue(world.authorized(TokenWorld.client("careful", JsonObject.EMPTY)));

        assertThat(world.redeem(code, "client_id", "careful").error()).isEqualTo("invalid_dpop_proof");
        assertThat(world.redeem(Headers.of("DPoP", "key-1"), code, "client_id", "careful")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void confidential_clients_are_counted() {
        for (var i = 0; i < 200; i++) {
            world.redeem("guess", "client_id", "service", "client_secret", "good");
        }

        var limited = world.redeem("guess", "client_id", "service", "client_secret", "good");
        var publicly = world.redeem("guess", "client_id", "app");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.error()).isEqualTo("rate_limit_exceeded");
        assertThat(publicly.error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.recorded()).containsOnlyOnce(AuditEvent.RATE_LIMIT_EXCEEDED);
        assertThat(world.meters.counted()).containsOnlyOnce("oauth.rate_limit.exceeded{limiter=client}");
    }

    @Test
    void nothing_secret_is_recorded() {
        var code = world.issue(world.authorized(APP));
        var tokens = world.redeem(code, "client_id", "app");
        world.redeem(code, "client_id", "app");

        assertThat(world.recorder.everything())
                .doesNotContain(code, tokens.access(), tokens.refresh(), VERIFIER, "id-token");
    }

    private static AuthorizedCode with(
            AuthorizedCode code, Scopes scopes, List<String> resources, Optional<String> dpopKey) {
        return new AuthorizedCode(
                new SessionId(code.session().value()),
                code.client(),
                code.redirectUri(),
                code.subject(),
                scopes,
                resources,
                code.codeChallenge(),
                dpopKey,
                code.nonce(),
                code.reference(),
                code.expiresAt());
    }

    @Test
    void a_session_that_a_store_finds_too_large_is_a_bad_request() {
        world.stores.refuseLargeValues();

        var answer = world.login(APP);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_request");
    }
}
