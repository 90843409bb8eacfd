package io.muster.cli.login.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
    private static final String URL = "https://as.example/token";
    private static final ClientId CLIENT = new ClientId("https://client.example/a b.json");
    private static final TokenGrant REFRESH = new TokenGrant.Refresh(new Secret("r1"), Optional.empty());

    private final FakeSites sites = new FakeSites();
    private final ManualTime time = new ManualTime();

    private TokenOutcome ask(ClientAuthentication client, TokenGrant grant) throws InterruptedException {
        return new TokenEndpoint(sites, time).ask(URI.create(URL), client, grant, Deadline.NONE);
    }

    private TokenOutcome answered(Answer answer) throws InterruptedException {
        sites.serve(URL, answer);
        return ask(new ClientAuthentication.Public(CLIENT), REFRESH);
    }

    private static TokenFailure failure(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Failed.class);
        return ((TokenOutcome.Failed) outcome).failure();
    }

    private Map<String, String> sentForm() {
        return Query.parse(new String(sites.requests().getFirst().body(), StandardCharsets.US_ASCII))
                .parameters();
    }

    @Test
    void a_code_is_presented_with_all_that_ties_it_to_us() throws InterruptedException {
        sites.serve(URL, Answer.json("{}"));
        var grant = new TokenGrant.AuthorizationCode(
                new Secret("c&1"),
                URI.create("http://localhost:3000/callback"),
                new Secret("v1"),
                Optional.of(new ResourceUri("https://m.example/mcp")));

        ask(new ClientAuthentication.Public(CLIENT), grant);

        assertThat(sentForm())
                .containsOnly(
                        Map.entry("grant_type", "authorization_code"),
                        Map.entry("code", "c&1"),
                        Map.entry("redirect_uri", "http://localhost:3000/callback"),
                        Map.entry("code_verifier", "v1"),
                        Map.entry("resource", "https://m.example/mcp"),
                        Map.entry("client_id", CLIENT.value()));
        assertThat(sites.requests().getFirst().headers().first("Authorization")).isEmpty();
    }

    @Test
    void a_secret_goes_where_the_client_registered_it() throws InterruptedException {
        sites.serve(URL, Answer.json("{}"));

        ask(new ClientAuthentication.SecretInHeader(new ClientId("a:b"), new Secret("c d")), REFRESH);
        ask(new ClientAuthentication.SecretInForm(new ClientId("a"), new Secret("s")), REFRESH);

        var first = sites.requests().get(0);
        // "a%3Ab:c+d"
        assertThat(first.headers().first("Authorization")).contains("Basic YSUzQWI6Yytk");
        assertThat(new String(first.body(), StandardCharsets.US_ASCII))
                .isEqualTo("grant_type=refresh_token&refresh_token=r1");
        assertThat(new String(sites.requests().get(1).body(), StandardCharsets.US_ASCII))
                .isEqualTo("grant_type=refresh_token&refresh_token=r1&client_id=a&client_secret=s");
    }

    @Test
    void tokens_are_taken_as_they_are_issued() throws InterruptedException {
        var outcome = answered(Answer.json("""
                {"access_token":"a1","token_type":"bearer","expires_in":1800,"refresh_token":"r2","id_token":"i1",
                 "scope":"openid email"}"""));

        assertThat(outcome)
                .isEqualTo(new TokenOutcome.Issued(new TokenSet(
                        new Secret("a1"),
                        Optional.of(time.instant().plusSeconds(1800)),
                        Optional.of(new Secret("r2")),
                        Optional.of(new Secret("i1")),
                        Optional.of(Scopes.of("openid", "email")))));
    }

    @Test
    void a_lifetime_may_be_text_or_missing() throws InterruptedException {
        var text = answered(Answer.json("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"60\"}"));
        var none = answered(Answer.json("{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"));

        assertThat(((TokenOutcome.Issued) text).tokens().expiresAt())
                .contains(time.instant().plusSeconds(60));
        assertThat(((TokenOutcome.Issued) none).tokens().expiresAt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>                                                                 | not a JSON object",
                "[]                                                                     | not a JSON object",
                "{}                                                                     | no access_token",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}                      | no access_token",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}                   | no access_token",
                "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}           | no access_token",
                "{\"access_token\":\"a\"}                                               | did not say the token_type",
                "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}                       | \"DPoP\" is not supported",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0}    | no time to live",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-1}   | no time to live",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1e9}  | no time to live",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":9999999999999999} | no time to live",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":null} | no time to live",
            })
    void a_success_that_is_none_is_refused_precisely(String body, String reason) throws InterruptedException {
        var failure = failure(answered(Answer.json(body)));

        assertThat(failure).isInstanceOf(TokenFailure.Unusable.class);
        assertThat(failure.text()).contains(reason).doesNotContain("X: y");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant,           InvalidGrant",
        "401, invalid_client,          InvalidClient",
        "400, invalid_target,          Refused",
        "400, temporarily_unavailable, Unavailable",
        "503, invalid_grant,           Unavailable",
        "429, invalid_grant,           Unavailable",
        "302, '',                      Refused",
        "404, '',                      Refused",
    })
    void a_refusal_says_what_to_do(int status, String error, String kind) throws InterruptedException {
        var body =
                error.isEmpty() ? "<html>" : "{\"error\":\"" + error + "\",\"error_description\":\"so\\u001b there\"}";

        var failure = failure(
                answered(new Answer(status, Headers.of("Retry-After", "7"), body.getBytes(StandardCharsets.UTF_8))));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.text()).doesNotContain("\u001b");
        if (failure instanceof TokenFailure.Unavailable unavailable) {
            assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(7));
        } else {
            assertThat(failure.text())
                    .isEqualTo(
                            "token request failed: " + (error.isEmpty() ? "status " + status : error + " - so? there"));
        }
    }

    @ParameterizedTest
    @CsvSource({"CONNECT, false", "UNKNOWN_HOST, false", "TLS, false", "TIMEOUT, true", "BROKEN, true"})
    void without_an_answer_it_is_known_whether_the_grant_may_be_spent(OutboundException.Kind kind, boolean spent)
            throws InterruptedException {
        sites.fail(URL, kind);

        var failure = failure(ask(new ClientAuthentication.Public(CLIENT), REFRESH));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        TokenFailure.Unavailable.class,
                        unavailable -> assertThat(unavailable.mayHaveRun()).isEqualTo(spent));
        assertThat(sites.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, 5 << 20})
    void a_huge_answer_is_not_read(int bytes) throws InterruptedException {
        var outcome = answered(new Answer(200, Headers.EMPTY, new byte[bytes]));

        assertThat(failure(outcome).text()).contains("larger than 1 MiB");
    }
}
