package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.ALICE;
import static io.muster.authserver.resource.ResourceWorld.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.wire.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 21.1 and 21.2, and 19.3. */
class ResourceServerTest {
    private static final String DPOP = "DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512\"";

    private final ResourceWorld world = new ResourceWorld();

    @Test
    void a_good_token_lets_in_and_listeners_hear_of_it() {
        var attempt = world.bearer(world.token());

        assertThat(attempt.session()).isEqualTo("session-0");
        assertThat(attempt.caller().orElseThrow().subject()).isEqualTo(ALICE);
        assertThat(world.recorder.heard()).containsExactly("authenticated session-0 id-token");
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments(Headers.EMPTY, "Missing Authorization header"),
                arguments(authorization(""), "Invalid Authorization header format"),
                arguments(authorization("Bearer"), "Invalid Authorization header format"),
                arguments(authorization("Bearer "), "Invalid Authorization header format"),
                arguments(authorization("Bearer  two"), "Invalid Authorization header format"),
                arguments(authorization("Bearer a b"), "Invalid Authorization header format"),
                arguments(authorization("Bearer a,b"), "Invalid Authorization header format"),
                arguments(authorization("Bearer \u00e4"), "Invalid Authorization header format"),
                arguments(authorization("Bearer " + "a".repeat(20_000)), "Invalid Authorization header format"),
                arguments(authorization("Basic YTpi"), "Invalid Authorization header format"),
                arguments(authorization("Bearerx"), "Invalid Authorization header format"),
                arguments(
                        Headers.of(List.of(
                                new Headers.Field("Authorization", "Bearer a"),
                                new Headers.Field("authorization", "Bearer a"))),
                        "Invalid Authorization header format"),
                arguments(authorization("Bearer unknown"), "Token validation failed"),
                arguments(authorization("Bearer a.b.c"), "Token validation failed"));
    }

    private static Headers authorization(String value) {
        return Headers.of("Authorization", value);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void what_is_no_good_token_is_challenged(Headers headers, String description) {
        var attempt = world.show(headers);

        assertThat(attempt.status()).isEqualTo(401);
        assertThat(attempt.challenges())
                .containsExactly(
                        "Bearer resource_metadata=\"" + BASE + "/.well-known/oauth-protected-resource/mcp\","
                                + " error=\"invalid_token\", error_description=\"" + description + "\"",
                        DPOP);
        assertThat(attempt.body().strip())
                .isEqualTo("{\"error\":\"invalid_token\",\"error_description\":\"" + description + "\"}");
        assertThat(world.recorder.heard()).isEmpty();
    }

    @Test
    void a_request_without_credentials_may_be_told_no_error() {
        var attempt = world.silentWithoutCredentials().show(Headers.EMPTY);

        assertThat(attempt.challenges())
                .containsExactly(
                        "Bearer resource_metadata=\"" + BASE + "/.well-known/oauth-protected-resource/mcp\"", DPOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/sse", "/message", "/servers/github/mcp"})
    void each_endpoint_leads_to_its_own_metadata(String path) {
        assertThat(world.show(path, Headers.EMPTY).challenges().getFirst())
                .contains("\"" + BASE + "/.well-known/oauth-protected-resource" + path + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/user-tokens", "/servers/../mcp", "/servers/A/mcp", "/servers//mcp", "/mcp/"})
    void other_paths_lead_to_the_metadata_of_the_server(String path) {
        assertThat(world.show(path, Headers.EMPTY).challenges().getFirst())
                .contains("\"" + BASE + "/.well-known/oauth-protected-resource\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER "})
    void the_scheme_has_no_case(String scheme) {
        assertThat(world.show(authorization(scheme + world.token())).status()).isEqualTo(200);
    }

    @Test
    void a_token_in_the_url_does_not_count() {
        assertThat(world.show("/mcp?access_token=" + world.token(), Headers.EMPTY)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_token_is_refused_when_it_has_expired() {
        var token = world.token();
        world.time.advance(Duration.ofMinutes(30).plusSeconds(4));
        var within = world.bearer(token).status();
        world.time.advance(Duration.ofSeconds(1));

        assertThat(within).isEqualTo(200);
        assertThat(world.bearer(token).status()).isEqualTo(401);
    }

    @Test
    void a_token_is_refused_when_its_session_has_ended() {
        var token = world.token();
        world.stores.sessions().end(new SessionId("session-0"), world.time.instant(), world.time.instant());

        assertThat(world.bearer(token).status()).isEqualTo(401);
        assertThat(world.recorder.reasons()).containsExactly("unknown_token");
    }

    @Test
    void a_refresh_token_is_no_access_token() {
        world.token();

        assertThat(world.bearer("refresh-0").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, BASE + "/mcp", BASE + "/sse", BASE + "/message"})
    void a_token_for_the_server_is_good_for_all_endpoints(String resource) {
        var token = world.token(List.of(resource), Optional.empty(), Scopes.NONE);

        for (var path : List.of("/mcp", "/sse", "/message", "/user-tokens", "/servers/github/mcp")) {
            assertThat(world.show(path, authorization("Bearer " + token)).status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_token_for_a_direct_endpoint_is_good_for_that_alone() {
        var token = world.token(List.of(BASE + "/servers/github/mcp"), Optional.empty(), Scopes.NONE);
        var header = authorization("Bearer " + token);

        assertThat(world.show("/servers/github/mcp", header).status()).isEqualTo(200);
        assertThat(world.show("/servers/slack/mcp", header).status()).isEqualTo(401);
        assertThat(world.show("/mcp", header).status()).isEqualTo(401);
    }

    /** CVE-2025-69196: a token that was issued for another resource is accepted. */
    @ParameterizedTest
    @ValueSource(strings = {"https://other.example", BASE + ".evil.example", BASE + "/other", "http://muster.example"})
    void cve_2025_69196_a_token_for_another_resource_is_refused(String resource) {
        var token = world.token(List.of(resource), Optional.empty(), Scopes.NONE);

        assertThat(world.bearer(token).status()).isEqualTo(401);
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.RESOURCE_MISMATCH);
    }

    @Test
    void a_token_for_no_resource_is_refused() {
        assertThat(world.bearer(world.token(List.of(), Optional.empty(), Scopes.NONE))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void an_audience_that_an_operator_trusts_is_accepted() {
        assertThat(world.bearer(world.token(List.of("kube"), Optional.empty(), Scopes.NONE))
                        .status())
                .isEqualTo(200);
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.CROSS_CLIENT_TOKEN_ACCEPTED);
    }

    @Test
    void an_outage_of_the_store_logs_nobody_out() {
        var token = world.token();
        world.stores.cutOff();

        var attempt = world.bearer(token);

        assertThat(attempt.status()).isEqualTo(503);
        assertThat(attempt.response().headers().first("Retry-After")).isPresent();
        assertThat(attempt.body()).contains("temporarily_unavailable");
    }

    @Test
    void a_user_may_not_ask_too_often() {
        var token = world.token();
        for (var i = 0; i < 200; i++) {
            assertThat(world.bearer(token).status()).isEqualTo(200);
        }

        var limited = world.bearer(token);

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.response().headers().first("Retry-After")).contains("1");
        assertThat(limited.body()).contains("Rate limit exceeded for user. Please try again later.");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.RATE_LIMIT_EXCEEDED);
        assertThat(world.meters.counted()).containsExactly("oauth.rate_limit.exceeded{limiter=user}");
        world.time.advance(Duration.ofMillis(20));
        assertThat(world.bearer(token).status()).isEqualTo(200);
    }

    @Test
    void a_request_costs_one_access_to_the_store() {
        var token = world.token();
        world.recorder.ignoreTokens();
        world.bearer(token);
        var before = world.stores.calls();

        world.bearer(token);

        assertThat(world.stores.calls() - before).isEqualTo(1);
    }

    @Test
    void nothing_secret_is_recorded() {
        world.bearer("secret-token");
        world.bearer(world.token());

        assertThat(world.recorder.everything()).doesNotContain("secret-token", "access-0", "alice@");
    }
}
