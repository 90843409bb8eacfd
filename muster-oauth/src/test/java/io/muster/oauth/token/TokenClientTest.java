package io.muster.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.token.TokenResult.Failed;
import io.muster.oauth.token.TokenResult.Issued;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.outbound.OutboundException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClientTest {
    private static final URI ENDPOINT = URI.create("https://as.example/token");
    private static final URI REDIRECT = URI.create("https://muster.example/oauth/proxy/callback");
    private static final URI RESOURCE = URI.create("https://mcp.example/mcp");
    private static final ClientCredentials MUSTER = new ClientCredentials.Public(new ClientId("muster"));

    private final ManualTime time = new ManualTime();
    private final FakeSites internet = new FakeSites();
    private final TokenClient client =
            new TokenClient(new MetadataWeb(internet, new FakeSites(), _ -> false, time), time);

    private TokenResult redeem(ClientCredentials credentials) throws InterruptedException {
        var request = new TokenClient.Request(ENDPOINT, credentials, Optional.of(RESOURCE), Scopes.of("read"));
        return client.redeem(request, new Secret("c0de"), REDIRECT, new Secret("verifier"));
    }

    private TokenResult redeem(String answer) throws InterruptedException {
        internet.serve(ENDPOINT.toString(), Answer.json(answer.replace('\'', '"')));
        return redeem(MUSTER);
    }

    private Map<String, String> form(int request) {
        return Query.parse(new String(internet.requests().get(request).body(), StandardCharsets.UTF_8))
                .parameters();
    }

    private TokenSet before() {
        return new TokenSet(
                new Secret("old"),
                Optional.of(new Secret("old-refresh")),
                Optional.of(new Secret("old-id")),
                time.instant(),
                Scopes.of("read"));
    }

    private TokenResult refresh(String answer) throws InterruptedException {
        internet.serve(ENDPOINT.toString(), Answer.json(answer.replace('\'', '"')));
        return client.refresh(
                new TokenClient.Request(ENDPOINT, MUSTER, Optional.of(RESOURCE), Scopes.of("read")), before());
    }

    @Test
    void a_code_is_redeemed_with_everything_that_binds_it() throws InterruptedException {
        redeem("{'access_token': 'a', 'token_type': 'bearer'}");

        assertThat(form(0))
                .containsOnly(
                        Map.entry("grant_type", "authorization_code"),
                        Map.entry("code", "c0de"),
                        Map.entry("redirect_uri", REDIRECT.toString()),
                        Map.entry("client_id", "muster"),
                        Map.entry("code_verifier", "verifier"),
                        Map.entry("resource", RESOURCE.toString()));
        assertThat(internet.requests().getFirst().headers().first("Authorization"))
                .isEmpty();
    }

    @Test
    void secrets_go_where_the_registration_says() throws InterruptedException {
        internet.serve(ENDPOINT.toString(), Answer.json("{}"));
        redeem(new ClientCredentials.Basic(new ClientId("m:r"), new Secret("a+b")));
        redeem(new ClientCredentials.Post(new ClientId("m"), new Secret("s")));

        var basic =
                internet.requests().getFirst().headers().first("Authorization").orElseThrow();
        assertThat(new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("m%3Ar:a%2Bb");
        assertThat(form(0)).doesNotContainKey("client_secret");
        assertThat(form(1)).containsEntry("client_secret", "s");
    }

    @Test
    void what_is_issued_is_read() throws InterruptedException {
        var issued = (Issued) redeem("{'access_token': 'a', 'token_type': 'BEARER', 'expires_in': 60,"
                + " 'refresh_token': 'r', 'id_token': 'i', 'scope': 'read write'}");

        assertThat(issued.tokens())
                .isEqualTo(new TokenSet(
                        new Secret("a"),
                        Optional.of(new Secret("r")),
                        Optional.of(new Secret("i")),
                        time.instant().plusSeconds(60),
                        Scopes.of("read", "write")));
        assertThat(issued.toString()).doesNotContain("'r'").contains("***");
    }

    @Test
    void without_a_lifetime_the_token_itself_is_looked_into_and_an_hour_assumed() throws InterruptedException {
        var opaque = (Issued) redeem("{'access_token': 'a', 'token_type': 'Bearer'}");
        var jwt = (Issued) redeem("{'access_token': '" + jwt("{\"exp\": 1767226200}") + "', 'token_type': 'Bearer'}");

        assertThat(opaque.tokens().expiresAt()).isEqualTo(time.instant().plus(Duration.ofHours(1)));
        assertThat(jwt.tokens().expiresAt()).isEqualTo(Instant.ofEpochSecond(1_767_226_200));
        assertThat(opaque.tokens().scopes()).isEqualTo(Scopes.of("read"));
    }

    private static String jwt(String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'token_type': 'Bearer'} | it has no access_token",
                "{'access_token': '', 'token_type': 'Bearer'} | it has no access_token",
                "{'access_token': 'a'} | it has no token_type",
                "{'access_token': 'a', 'token_type': 'DPoP'} | its token_type is not Bearer",
                "{'access_token': 'a', 'token_type': 'mac'} | its token_type is not Bearer",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': 0} | its expires_in is zero",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': '0'} | its expires_in is zero",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': -5} | its expires_in is not a number of"
                        + " seconds",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': 1e99} | its expires_in is not a number of"
                        + " seconds",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': true} | its expires_in is not a number of"
                        + " seconds",
                "{'access_token': 'a', 'token_type': 'Bearer', 'expires_in': 99999999999} | its expires_in is longer"
                        + " than ten years",
                "{'access_token': 'a\\r\\nX: y', 'token_type': 'Bearer'} | its access_token is not a token",
                "{'access_token': 'a', 'token_type': 'Bearer', 'refresh_token': 'x y'} | its refresh_token is not a"
                        + " token",
                "{'access_token': 'a', 'access_token': 'b', 'token_type': 'Bearer'} | it is not a JSON object",
                "[] | it is not a JSON object",
                "<html> | it is not a JSON object",
            })
    void an_answer_that_is_not_as_it_should_be_is_refused(String answer, String why) throws InterruptedException {
        assertThat(redeem(answer))
                .isEqualTo(new Failed(new TokenFailure.Unusable("the token answer is not usable: " + why)));
    }

    @Test
    void a_token_that_says_it_has_expired_is_refused() throws InterruptedException {
        var result = redeem("{'access_token': '" + jwt("{\"exp\": 1000}") + "', 'token_type': 'Bearer'}");

        assertThat(result)
                .isEqualTo(new Failed(new TokenFailure.Unusable(
                        "the token answer is not usable: its access_token has expired already")));
    }

    private TokenFailure failure(int status, String body, Headers headers) throws InterruptedException {
        internet.serve(
                ENDPOINT.toString(),
                new Answer(status, headers, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        return ((Failed) redeem(MUSTER)).failure();
    }

    @Test
    void refusals_are_told_apart() throws InterruptedException {
        assertThat(failure(400, "{'error': 'invalid_grant', 'error_description': 'gone'}", Headers.EMPTY))
                .isEqualTo(new TokenFailure.InvalidGrant("token request failed: invalid_grant - gone"));
        assertThat(failure(401, "{'error': 'invalid_client'}", Headers.EMPTY))
                .isEqualTo(new TokenFailure.InvalidClient("token request failed: invalid_client"));
        assertThat(failure(401, "no", Headers.EMPTY))
                .isEqualTo(new TokenFailure.InvalidClient("token request failed: status 401"));
        assertThat(failure(400, "{'error': 'invalid_scope'}", Headers.EMPTY))
                .isEqualTo(new TokenFailure.Refused("invalid_scope", "token request failed: invalid_scope"));
        assertThat(failure(302, "", Headers.of("Location", "https://evil.example/")))
                .isEqualTo(new TokenFailure.Refused("", "token request failed: status 302"));
        assertThat(failure(201, "{'access_token': 'a', 'token_type': 'Bearer'}", Headers.EMPTY))
                .isEqualTo(new TokenFailure.Refused("", "token request failed: status 201"));
    }

    @ParameterizedTest
    @CsvSource({"500, ''", "503, ''", "429, ''", "400, temporarily_unavailable", "400, server_error"})
    void outages_say_nothing_about_tokens(int status, String error) throws InterruptedException {
        var failure = failure(status, "{'error': '" + error + "'}", Headers.of("Retry-After", "17"));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        TokenFailure.Unavailable.class,
                        outage -> assertThat(outage.retryAfter()).contains(Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @CsvSource({
        "bad_refresh_token, InvalidGrant",
        "invalid_refresh_token, InvalidGrant",
        "incorrect_client_credentials, InvalidClient",
        "redirect_uri_mismatch, Refused"
    })
    void a_refusal_is_one_also_with_status_200(String error, String kind) throws InterruptedException {
        var failure = failure(200, "{'ok': false, 'error': '" + error + "'}", Headers.EMPTY);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.text()).contains(error);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNKNOWN_HOST", "CONNECT", "TLS", "BROKEN", "TIMEOUT"})
    void silence_is_an_outage(Kind kind) throws InterruptedException {
        internet.fail(ENDPOINT.toString(), kind);

        assertThat(((Failed) redeem(MUSTER)).failure()).isInstanceOf(TokenFailure.Unavailable.class);
    }

    @Test
    void what_the_server_writes_is_bounded_and_harmless() throws InterruptedException {
        var failure = failure(
                400, "{'error': 'x\\u001b[31m', 'error_description': '" + "y".repeat(10_000) + "'}", Headers.EMPTY);

        assertThat(failure.text()).hasSizeLessThan(300).contains("x?[31m");
    }

    @Test
    void a_server_that_does_not_know_the_resource_is_asked_once_without_it() throws InterruptedException {
        internet.serve(ENDPOINT.toString(), request -> {
            var form = new String(request.body(), StandardCharsets.UTF_8);
            return form.contains("resource=")
                    ? new Answer(400, Headers.EMPTY, "{\"error\":\"invalid_target\"}".getBytes(StandardCharsets.UTF_8))
                    : Answer.json("{\"access_token\":\"a\",\"token_type\":\"Bearer\"}");
        });

        assertThat(redeem(MUSTER)).isInstanceOf(Issued.class);
        assertThat(internet.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'refresh_token': 'old-refresh'"})
    void a_refresh_that_brings_no_other_refresh_token_keeps_the_old_one(String more) throws InterruptedException {
        var issued = (Issued) refresh("{'access_token': 'new', 'token_type': 'Bearer'" + more + "}");

        assertThat(issued.tokens().refreshToken()).contains(new Secret("old-refresh"));
        assertThat(issued.tokens().idToken()).contains(new Secret("old-id"));
        assertThat(form(0))
                .containsOnly(
                        Map.entry("grant_type", "refresh_token"),
                        Map.entry("refresh_token", "old-refresh"),
                        Map.entry("client_id", "muster"),
                        Map.entry("resource", RESOURCE.toString()));
    }

    @Test
    void a_rotated_refresh_token_replaces_the_old_one() throws InterruptedException {
        var issued = (Issued) refresh("{'access_token': 'new', 'token_type': 'Bearer', 'refresh_token': 'next'}");

        assertThat(issued.tokens().refreshToken()).contains(new Secret("next"));
    }

    @Test
    void without_a_refresh_token_nobody_is_asked() throws InterruptedException {
        var without = new TokenSet(new Secret("a"), Optional.empty(), Optional.empty(), time.instant(), Scopes.NONE);

        var result = client.refresh(new TokenClient.Request(ENDPOINT, MUSTER, Optional.empty(), Scopes.NONE), without);

        assertThat(result).isInstanceOf(Failed.class);
        assertThat(internet.requests()).isEmpty();
    }
}
