package io.muster.authserver.exchange;

import static io.muster.authserver.exchange.ExchangeWorld.BASE;
import static io.muster.authserver.exchange.ExchangeWorld.KEY;
import static io.muster.authserver.exchange.ExchangeWorld.PROD_KEY;
import static io.muster.authserver.exchange.ExchangeWorld.exchange;
import static io.muster.authserver.exchange.ExchangeWorld.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.testkit.FakeSites;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.outbound.OutboundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oauth-server specification, 23; RFC 8693. */
class TokenExchangeTest {
    private static final String PROD = "https://dex.prod.example";
    private static final String JWT = TokenExchangeClient.JWT;
    private static final String ACCESS = TokenExchangeClient.ACCESS_TOKEN;

    private final ExchangeWorld world = new ExchangeWorld();

    @Test
    void a_client_gets_the_token_that_the_provider_of_the_audience_issues() {
        var issued = world.prodToken(PROD);
        world.prodAnswers(world.issued().with("access_token", issued));

        var result = world.exchange();

        assertThat(result.status()).isEqualTo(200);
        assertThat(result.text("access_token")).isEqualTo(issued);
        assertThat(result.text("issued_token_type")).isEqualTo(TokenExchangeClient.ID_TOKEN);
        assertThat(result.text("token_type")).isEqualTo("Bearer");
        assertThat(result.text("scope")).isEqualTo("openid groups");
        assertThat(result.answer().get("expires_in")).contains(JsonNumber.of(3600));
        assertThat(result.answer().has("refresh_token")).isFalse();
    }

    @Test
    void the_subject_token_goes_there_as_it_is_with_what_the_operator_wants() {
        var bob = world.bob();

        exchange(world.grant(), Headers.EMPTY, form(bob, "subject_token_type", JWT, "scope", "cluster-admin"));

        var sent = world.sent();
        assertThat(sent.get("subject_token")).contains(bob);
        assertThat(sent.get("subject_token_type")).contains(JWT);
        assertThat(sent.get("requested_token_type")).contains(TokenExchangeClient.ID_TOKEN);
        assertThat(sent.get("connector_id")).contains("muster");
        assertThat(sent.get("scope")).contains("openid groups");
    }

    @Test
    void our_credentials_go_there_encoded_in_the_header() {
        world.exchange();

        var header = world.sites
                .requests()
                .getLast()
                .headers()
                .first("Authorization")
                .orElse("");
        assertThat(header).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("muster%2B1:s%3Ae%2Bc+r");
    }

    @Test
    void where_no_credentials_are_needed_none_are_sent() {
        world.credentials(CredentialSource.NOT_NEEDED).exchange();

        assertThat(world.sites.requests().getLast().headers().first("Authorization"))
                .isEmpty();
    }

    @Test
    void credentials_that_cannot_be_read_are_no_reason_to_go_without() {
        world.credentials(() -> {
            throw new ProviderFailure(ProviderFailure.Kind.INVALID, "client_credentials_unavailable", "no");
        });

        assertThat(world.exchange().error()).isEqualTo("invalid_grant");
        assertThat(world.sites.requests()).isEmpty();
        assertThat(world.recorder.reasons()).containsExactly("client_credentials_unavailable");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            subject_token,       '',                       400, invalid_request
            subject_token_type,  '',                       400, invalid_request
            actor_token,         x,                        400, invalid_request
            actor_token_type,    x,                        400, invalid_request
            client_id,           nobody,                   401, invalid_client
            client_id,           spa,                      400, unauthorized_client
            client_id,           other,                    400, invalid_target
            audience,            test,                     400, invalid_target
            audience,            gone,                     400, invalid_target
            audience,            PROD,                     400, invalid_target
            audience,            '',                       400, invalid_grant
            subject_token_type,  urn:other,                400, unsupported_grant_type
            subject_token,       x,                        400, invalid_grant
            subject_token,       a.b.c,                    400, invalid_grant
            """)
    void what_is_not_in_order_is_refused_before_anybody_is_asked(String name, String value, int status, String error) {
        var result = world.exchange(name, value);

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.error()).isEqualTo(error);
        assertThat(world.sites.requests()).isEmpty();
        assertThat(world.recorder.recorded()).doesNotContain(AuditEvent.TOKEN_ISSUED);
    }

    @Test
    void a_server_that_brokers_for_nobody_serves_no_audience() {
        assertThat(world.withoutBroker().exchange().error()).isEqualTo("invalid_target");
        assertThat(world.exchange("audience", "").error()).isEqualTo("invalid_grant");
    }

    @Test
    void a_request_without_audience_needs_a_good_proof_if_any_and_no_client() {
        var form = form(world.bob(), "audience", "", "client_id", "nobody");

        assertThat(exchange(world.grant(), Headers.of("DPoP", "bad"), form).error())
                .isEqualTo("invalid_dpop_proof");
        assertThat(exchange(world.grant(), Headers.of("DPoP", "good"), form).error())
                .isEqualTo("invalid_grant");
        assertThat(world.recorder.reasons()).containsExactly("token_exchange_jwt_mode_required");
    }

    @Test
    void tokens_that_are_exchanged_cannot_be_bound_to_a_key() {
        var result = exchange(world.grant(), Headers.of("DPoP", "good"), form(world.bob()));

        assertThat(result.error()).isEqualTo("invalid_request");
    }

    @Test
    void one_subject_token_can_be_exchanged_so_often() {
        var grant = world.grant();
        var bob = world.bob();
        for (var i = 0; i < 5; i++) {
            assertThat(exchange(grant, Headers.EMPTY, form(bob)).status()).isEqualTo(200);
        }

        assertThat(exchange(grant, Headers.EMPTY, form(bob)).status()).isEqualTo(429);
        assertThat(world.recorder.recorded())
                .containsOnlyOnce(AuditEvent.RATE_LIMIT_EXCEEDED)
                .doesNotContain(AuditEvent.AUTH_FAILURE);
        assertThat(world.meters.counted()).containsExactly("oauth.rate_limit.exceeded{limiter=exchange}");
        assertThat(exchange(grant, Headers.EMPTY, form(world.bob())).status()).isEqualTo(200);
    }

    static Stream<Arguments> subjectTokens() {
        return Stream.of(
                arguments("good", change(claims -> claims), true),
                arguments("issuer unknown", change(claims -> claims.with("iss", "https://other.example")), false),
                arguments("expired", change(claims -> claims.with("exp", 1)), false),
                arguments("expiring", expiringIn(29), false),
                arguments("lasting", expiringIn(31), true),
                arguments("no expiry", change(claims -> claims.without("exp")), false),
                arguments("claim missing", change(claims -> claims.without("realm")), false),
                arguments("claim other", change(claims -> claims.with("realm", "guests")), false),
                arguments("subject claim missing", change(claims -> claims.without("email")), false),
                arguments("no sub", change(claims -> claims.without("sub")), false),
                arguments("logout token", change(claims -> claims.with("events", JsonObject.EMPTY)), false),
                arguments(
                        "bound to a key",
                        change(claims -> claims.with("cnf", JsonObject.of("jkt", "thumbprint"))),
                        false));
    }

    private static UnaryOperator<JsonObject> change(UnaryOperator<JsonObject> change) {
        return change;
    }

    private static UnaryOperator<JsonObject> expiringIn(long seconds) {
        return claims -> claims.with("exp", claims.integer("iat").orElseThrow() + seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subjectTokens")
    void the_subject_token_has_to_be_good(String name, UnaryOperator<JsonObject> change, boolean good) {
        var result = world.exchange("subject_token", KEY.sign(change.apply(world.claims())));

        assertThat(result.error()).isEqualTo(good ? "" : "invalid_grant");
        assertThat(world.sites.requests()).hasSize(good ? 1 : 0);
    }

    @Test
    void a_forged_subject_token_is_refused() {
        var forged = PROD_KEY.sign(world.claims());

        assertThat(world.exchange("subject_token", forged).error()).isEqualTo("invalid_grant");
        assertThat(world.sites.requests()).isEmpty();
    }

    /** CVE-2022-1245, CVE-2026-1486: what was signed for another purpose must not become a token. */
    @ParameterizedTest
    @CsvSource({"logout+jwt,false", "dpop+jwt,false", "secevent+jwt,false", "AT+jwt,true", "application/jwt,true"})
    void grant_confusion_tokens_for_other_purposes_are_refused(String type, boolean good) {
        var header = JsonObject.of("alg", KEY.algorithm()).with("kid", KEY.id()).with("typ", type);

        var result = world.exchange("subject_token", KEY.sign(header, world.claims()));

        assertThat(result.error()).isEqualTo(good ? "" : "invalid_grant");
    }

    @Test
    void a_type_that_an_operator_accepts_from_the_issuer_is_good() {
        var header = JsonObject.of("alg", KEY.algorithm()).with("kid", KEY.id()).with("typ", "backstage+jwt");
        world.types(Set.of("backstage+jwt"));

        assertThat(world.exchange("subject_token", KEY.sign(header, world.claims()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_oversized_token_is_refused_unread() {
        var large = KEY.sign(world.claims().with("padding", "x".repeat(64 << 10)));

        assertThat(world.exchange("subject_token", large).error()).isEqualTo("invalid_grant");
    }

    @Test
    void nothing_is_said_about_a_token_whose_keys_cannot_be_read() {
        world.keysOfBackstage(new UnreachableKeys());

        var result = world.exchange();

        assertThat(result.status()).isEqualTo(503);
        assertThat(result.error()).isEqualTo("temporarily_unavailable");
    }

    @Test
    void an_actor_who_is_the_subject_does_not_matter() {
        var actor = KEY.sign(world.claims().with("aud", BASE));

        assertThat(world.exchange("actor_token", actor, "actor_token_type", JWT).status())
                .isEqualTo(200);
    }

    @Test
    void nobody_acts_for_somebody_else() {
        var actor = KEY.sign(world.claims().with("aud", BASE).with("email", "mallory@example.com"));

        assertThat(world.exchange("actor_token", actor, "actor_token_type", JWT).error())
                .isEqualTo("invalid_target");
        assertThat(world.sites.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            aud,  https://elsewhere.example,  urn:ietf:params:oauth:token-type:jwt,  invalid_grant
            iss,  https://elsewhere.example,  urn:ietf:params:oauth:token-type:jwt,  invalid_grant
            aud,  https://muster.example,     urn:other,                             unsupported_grant_type
            """)
    void an_actor_token_has_to_be_good_and_for_this_server(String claim, String value, String type, String error) {
        var actor = KEY.sign(world.claims().with("aud", BASE).with(claim, value));

        assertThat(world.exchange("actor_token", actor, "actor_token_type", type)
                        .error())
                .isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"openid profile, 200, openid", "profile, 400, ''", "groups openid, 200, openid groups"})
    void no_more_is_asked_for_than_the_issuer_may_grant(String ceiling, int status, String scope) {
        world.ceiling(Scopes.parse(ceiling));

        var result = world.exchange();

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.text("scope")).isEqualTo(scope);
        assertThat(result.error()).isEqualTo(status == 200 ? "" : "invalid_scope");
    }

    static Stream<Arguments> downstream() {
        return Stream.of(
                arguments(FakeSites.Answer.status(400), 400, "invalid_grant"),
                arguments(FakeSites.Answer.status(401), 400, "invalid_grant"),
                arguments(FakeSites.Answer.status(302), 400, "invalid_grant"),
                arguments(FakeSites.Answer.status(404), 400, "invalid_grant"),
                arguments(FakeSites.Answer.status(429), 503, "temporarily_unavailable"),
                arguments(FakeSites.Answer.status(500), 503, "temporarily_unavailable"),
                arguments(FakeSites.Answer.json("nonsense"), 400, "invalid_grant"),
                arguments(FakeSites.Answer.json("{}"), 400, "invalid_grant"),
                arguments(FakeSites.Answer.json("{\"access_token\":\" \"}"), 400, "invalid_grant"));
    }

    @ParameterizedTest
    @MethodSource("downstream")
    void what_the_provider_says_decides(FakeSites.Answer answer, int status, String error) {
        world.sites.serve(ExchangeWorld.PROD_TOKENS, answer);

        var result = world.exchange();

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.error()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,503", "TIMEOUT,503", "FORBIDDEN,400", "TLS,400"})
    void a_provider_that_does_not_answer_proves_nothing_unless_nobody_may_ask_it(
            OutboundException.Kind kind, int status) {
        world.sites.fail(ExchangeWorld.PROD_TOKENS, kind);

        assertThat(world.exchange().status()).isEqualTo(status);
    }

    @Test
    void a_token_of_another_issuer_is_not_passed_on() {
        world.prodAnswers(world.issued().with("access_token", world.prodToken("https://evil.example")));

        assertThat(world.exchange().error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.reasons()).containsExactly("issuer_mismatch");
    }

    @Test
    void a_slash_at_the_end_of_the_issuer_does_not_matter() {
        world.prodAnswers(world.issued().with("access_token", world.prodToken(PROD + "/")));

        assertThat(world.exchange().status()).isEqualTo(200);
    }

    @Test
    void an_opaque_token_without_further_words_is_an_access_token() {
        world.prodAnswers(JsonObject.of("access_token", "opaque").with("scope", "openid"));

        var result = world.exchange();

        assertThat(result.text("issued_token_type")).isEqualTo(ACCESS);
        assertThat(result.text("scope")).isEqualTo("openid");
        assertThat(result.answer().has("expires_in")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            urn:ietf:params:oauth:token-type:id_token,      N_A
            urn:ietf:params:oauth:token-type:access_token,  Bearer
            urn:ietf:params:oauth:token-type:jwt,           Bearer
            """)
    void a_strict_server_says_what_is_not_for_bearers(String type, String said) {
        world.prodAnswers(world.issued().with("issued_token_type", type));

        assertThat(world.strict().exchange().text("token_type")).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"audience,''", "subject_token,x", "subject_token_type,urn:other"})
    void a_strict_server_calls_bad_tokens_a_bad_request(String name, String value) {
        assertThat(world.strict().exchange(name, value).error()).isEqualTo("invalid_request");
    }

    @Test
    void one_audience_at_a_time() {
        var two = form(world.bob());
        two.put("audience", "prod\nprod");

        assertThat(exchange(world.grant(), Headers.EMPTY, two).error()).isEqualTo("invalid_target");
    }

    @Test
    void who_got_what_is_recorded_without_any_token() {
        var bob = world.bob();
        var result = exchange(world.grant(), Headers.EMPTY, form(bob));

        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.TOKEN_ISSUED);
        assertThat(world.recorder.everything())
                .contains("exchange=brokered", "audience=prod", "session=ext-", "portal", "bob@exam")
                .doesNotContain(bob, result.text("access_token"));
    }

    @Test
    void an_access_token_of_ours_stands_for_the_id_token_of_its_user() {
        var own = world.own("portal", List.of(BASE), Optional.empty());

        var result = world.exchange("subject_token", own, "subject_token_type", ACCESS);

        assertThat(result.status()).isEqualTo(200);
        assertThat(world.sent().get("subject_token")).contains("id-token-of-alice");
        assertThat(world.sent().get("subject_token_type")).contains(TokenExchangeClient.ID_TOKEN);
    }

    @Test
    void an_access_token_of_ours_is_exchanged_by_its_client_alone() {
        var foreign = world.own("other", List.of(BASE), Optional.empty());

        assertThat(world.exchange("subject_token", foreign, "subject_token_type", ACCESS)
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(world.recorder.reasons()).containsExactly("subject_token_of_other_client");
    }

    @Test
    void an_access_token_of_ours_is_not_freed_from_its_key_or_its_endpoint() {
        var bound = world.own("portal", List.of(BASE), Optional.of("thumbprint"));
        var direct = world.own("portal", List.of(BASE + "/servers/git/mcp"), Optional.empty());

        assertThat(world.exchange("subject_token", bound, "subject_token_type", ACCESS)
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(world.exchange("subject_token", direct, "subject_token_type", ACCESS)
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(world.sites.requests()).isEmpty();
    }

    @Test
    void a_refresh_token_or_a_dead_access_token_is_no_subject_token() {
        var own = world.own("portal", List.of(BASE), Optional.empty());
        assertThat(world.exchange("subject_token", "refresh-0", "subject_token_type", ACCESS)
                        .error())
                .isEqualTo("invalid_grant");

        world.stores.sessions().end(new SessionId("session-0"), world.time.instant(), world.time.instant());

        assertThat(world.exchange("subject_token", own, "subject_token_type", ACCESS)
                        .error())
                .isEqualTo("invalid_grant");
    }

    static Stream<Arguments> provider() {
        return Stream.of(
                arguments(new Freshness.Refused(), 400),
                arguments(new Freshness.Missing(), 400),
                arguments(new Freshness.Unavailable(), 503));
    }

    @ParameterizedTest
    @MethodSource("provider")
    void a_user_without_tokens_at_the_provider_has_nothing_to_exchange(Freshness freshness, int status) {
        var own = world.own("portal", List.of(BASE), Optional.empty());
        world.fresh.answers(freshness);

        var result = world.exchange("subject_token", own, "subject_token_type", ACCESS);

        assertThat(result.status()).isEqualTo(status);
        assertThat(world.sites.requests()).isEmpty();
    }

    @Test
    void results_are_shared_by_those_who_ask_for_the_same_and_nobody_else() {
        var grant = world.grant();
        var bob = world.bob();
        var first = exchange(grant, Headers.EMPTY, form(bob));

        assertThat(exchange(grant, Headers.EMPTY, form(bob)).answer()).isEqualTo(first.answer());
        assertThat(world.sites.requests()).hasSize(1);

        exchange(grant, Headers.EMPTY, form(world.bob()));
        assertThat(world.sites.requests()).hasSize(2);
    }

    @Test
    void a_result_is_given_out_until_shortly_before_it_expires() {
        var grant = world.grant();
        var bob = KEY.sign(world.claims().with("exp", world.time.instant().getEpochSecond() + 86_400));
        exchange(grant, Headers.EMPTY, form(bob));

        world.time.advance(Duration.ofSeconds(3569));
        var old = exchange(grant, Headers.EMPTY, form(bob));
        assertThat(old.answer().get("expires_in")).contains(JsonNumber.of(31));
        assertThat(world.sites.requests()).hasSize(1);

        world.time.advance(Duration.ofSeconds(1));
        exchange(grant, Headers.EMPTY, form(bob));
        assertThat(world.sites.requests()).hasSize(2);
    }

    @Test
    void what_was_verified_is_verified_again_before_a_result_is_given_out() {
        var grant = world.grant();
        var bob = KEY.sign(world.claims().with("exp", world.time.instant().getEpochSecond() + 600));
        exchange(grant, Headers.EMPTY, form(bob));

        world.time.advance(Duration.ofSeconds(601));

        assertThat(exchange(grant, Headers.EMPTY, form(bob)).error()).isEqualTo("invalid_grant");
    }

    @Test
    void a_failure_is_not_remembered() {
        var grant = world.grant();
        var bob = world.bob();
        world.sites.serve(ExchangeWorld.PROD_TOKENS, FakeSites.Answer.status(500));
        exchange(grant, Headers.EMPTY, form(bob));
        world.prodAnswers(world.issued());

        assertThat(exchange(grant, Headers.EMPTY, form(bob)).status()).isEqualTo(200);
    }

    @Test
    void a_claim_that_is_no_text_matches_nothing() {
        var numbers = world.claims().with("realm", JsonNumber.of(7));
        var texts = world.claims().with("realm", new JsonString("staff"));

        assertThat(world.exchange("subject_token", KEY.sign(numbers)).error()).isEqualTo("invalid_grant");
        assertThat(world.exchange("subject_token", KEY.sign(texts)).status()).isEqualTo(200);
    }
}
