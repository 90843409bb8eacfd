package io.muster.oauth.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.exchange.ExchangeResult.Exchanged;
import io.muster.oauth.exchange.ExchangeResult.Refused;
import io.muster.oauth.exchange.ExchangeResult.SubjectRefused;
import io.muster.oauth.exchange.ExchangeResult.Unavailable;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeTest {
    private static final URI ENDPOINT = URI.create("https://dex.example/dex/token");

    private final ManualTime time = new ManualTime();
    private final FakeSites internet = new FakeSites();
    private final TokenExchange exchange = new TokenExchange(internet, time);

    private static ExchangeSettings settings(Optional<ClientCredentials> client) {
        return new ExchangeSettings(
                ENDPOINT,
                ExchangeSettings.issuerOf(ENDPOINT).orElseThrow(),
                "muster",
                ExchangeSettings.withAudiences(ExchangeSettings.DEFAULT_SCOPES, List.of("kube", "argo")),
                client);
    }

    private ExchangeResult exchange(Secret subject) throws InterruptedException {
        return exchange.exchange(settings(Optional.empty()), subject, Deadline.NONE);
    }

    private ExchangeResult answered(String json) throws InterruptedException {
        internet.serve(ENDPOINT.toString(), Answer.json(json.replace('\'', '"')));
        return exchange(subject(Duration.ofMinutes(5)));
    }

    private Secret subject(Duration life) {
        return new Secret(
                jwt("{'sub': 'alice', 'exp': " + time.instant().plus(life).getEpochSecond() + "}"));
    }

    private static String jwt(String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + ".";
    }

    @Test
    void an_id_token_is_sent_and_asked_for() throws InterruptedException {
        internet.serve(ENDPOINT.toString(), Answer.json("{}"));
        var subject = subject(Duration.ofMinutes(5));

        exchange.exchange(
                settings(Optional.of(new ClientCredentials.Basic(new ClientId("muster"), new Secret("a+b")))),
                subject,
                Deadline.NONE);

        var request = internet.requests().getFirst();
        assertThat(Query.parse(new String(request.body(), StandardCharsets.UTF_8))
                        .parameters())
                .isEqualTo(Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token", subject.reveal(),
                        "subject_token_type", "urn:ietf:params:oauth:token-type:id_token",
                        "requested_token_type", "urn:ietf:params:oauth:token-type:id_token",
                        "connector_id", "muster",
                        "scope",
                                "openid profile email groups audience:server:client_id:argo"
                                        + " audience:server:client_id:kube"));
        assertThat(request.headers().first("Authorization"))
                .contains("Basic "
                        + Base64.getEncoder().encodeToString("muster:a%2Bb".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void an_opaque_result_is_accepted_whatever_type_it_is_said_to_have() throws InterruptedException {
        var result = answered("{'access_token': 'opaque', 'token_type': 'N_A', 'expires_in': 60,"
                + " 'issued_token_type': 'urn:ietf:params:oauth:token-type:access_token'}");

        assertThat(result)
                .isEqualTo(new Exchanged(new Secret("opaque"), time.instant().plusSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({
        // what the answer says, what the token says, what counts
        "1800, 900, 900",
        "900, 1800, 900",
        "-1, 900, 900",
        "-1, -1, 300",
    })
    void the_earlier_end_counts(long told, long written, long counts) throws InterruptedException {
        var exp = written < 0
                ? ""
                : ", 'exp': " + time.instant().plusSeconds(written).getEpochSecond();
        var token = jwt("{'iss': 'https://dex.example/dex', 'sub': 'alice'" + exp + "}");

        var result = answered("{'access_token': '" + token + "'" + (told < 0 ? "" : ", 'expires_in': " + told) + "}");

        assertThat(((Exchanged) result).expiresAt()).isEqualTo(time.instant().plusSeconds(counts));
    }

    @Test
    void a_token_of_another_issuer_is_refused_with_the_way_out() throws InterruptedException {
        var result = answered("{'access_token': '" + jwt("{'iss': 'https://evil.example'}") + "'}");

        assertThat(((Refused) result).text())
                .startsWith("token issuer mismatch: expected \"https://dex.example/dex\", got \"https://evil.example\"."
                        + " Hint: ")
                .contains("set 'expectedIssuer'");
    }

    @Test
    void behind_a_proxy_the_expected_issuer_counts() throws InterruptedException {
        var settings = new ExchangeSettings(
                URI.create("https://proxy.example/token"),
                new Issuer("https://dex.internal.example/"),
                "muster",
                Scopes.of("openid"),
                Optional.empty());
        internet.serve(
                "https://proxy.example/token",
                Answer.json("{\"access_token\": \"" + jwt("{'iss': 'https://dex.internal.example'}") + "\"}"));

        assertThat(exchange.exchange(settings, subject(Duration.ofMinutes(5)), Deadline.NONE))
                .isInstanceOf(Exchanged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'access_token': ''}",
                "{'access_token': 'a b'}",
                "[]",
                "{'access_token': 'a', 'expires_in': 0}"
            })
    void an_answer_without_a_living_token_is_refused(String json) throws InterruptedException {
        assertThat(answered(json)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 0, 30})
    void a_subject_token_that_is_about_to_end_is_not_sent(long seconds) throws InterruptedException {
        assertThat(exchange(subject(Duration.ofSeconds(seconds)))).isInstanceOf(SubjectRefused.class);
        assertThat(internet.requests()).isEmpty();
    }

    @Test
    void what_is_no_token_of_a_person_is_not_sent() throws InterruptedException {
        assertThat(exchange(new Secret("opaque"))).isInstanceOf(SubjectRefused.class);
        assertThat(exchange(new Secret(jwt("{'exp': 99999999999}")))).isInstanceOf(SubjectRefused.class);
        assertThat(exchange(new Secret("x".repeat(70_000)))).isInstanceOf(SubjectRefused.class);
        assertThat(internet.requests()).isEmpty();
    }

    @Test
    void refusals_and_outages_are_told_apart() throws InterruptedException {
        var subject = subject(Duration.ofMinutes(5));
        internet.serve(ENDPOINT.toString(), answer(400, "{\"error\":\"invalid_grant\"}"));
        assertThat(exchange(subject)).isInstanceOf(SubjectRefused.class);
        internet.serve(ENDPOINT.toString(), answer(401, "{\"error\":\"invalid_client\"}"));
        assertThat(exchange(subject)).isInstanceOf(Refused.class);
        internet.serve(ENDPOINT.toString(), answer(403, "{\"error\":\"access_denied\"}"));
        assertThat(exchange(subject)).isInstanceOf(Refused.class);
        internet.serve(ENDPOINT.toString(), answer(503, ""));
        assertThat(exchange(subject)).isInstanceOf(Unavailable.class);
        internet.fail(ENDPOINT.toString(), Kind.TIMEOUT);
        assertThat(exchange(subject)).isInstanceOf(Unavailable.class);
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Headers.EMPTY, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        var issuer = new Issuer("https://dex.example");

        assertThatThrownBy(() -> new ExchangeSettings(
                        URI.create("http://dex.example/token"), issuer, "muster", Scopes.NONE, Optional.empty()))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> new ExchangeSettings(ENDPOINT, issuer, "1muster", Scopes.NONE, Optional.empty()))
                .hasMessageContaining("connectorId");
    }
}
