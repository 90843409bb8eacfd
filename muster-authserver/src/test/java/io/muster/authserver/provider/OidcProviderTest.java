package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Query;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OidcProviderTest {
    private static final String NONCE = "n".repeat(43);
    private final ManualTime time = new ManualTime();
    private final FakeIdp idp = new FakeIdp(time);

    private ProviderSettings settings(IdTokenChecking checking) {
        return new ProviderSettings(
                FakeIdp.ISSUER, FakeIdp.CLIENT, new Secret("s3 cret/+"), "https://m.example/oauth/callback", checking);
    }

    private LoginProvider dex(IdTokenChecking checking) {
        return Providers.dex(
                settings(checking), Optional.of("github"), () -> Set.of("kubernetes"), idp, Meters.NONE, time);
    }

    private IdentityProvider.Login login(LoginProvider provider) throws InterruptedException {
        idp.nonce(NONCE);
        return provider.exchange("code", new Secret("verifier"), Optional.of(NONCE), Deadline.NONE);
    }

    private static ProviderFailure failure(ThrowingCallable call) {
        return assertThatExceptionOfType(ProviderFailure.class).isThrownBy(call).actual();
    }

    @Test
    void the_browser_is_sent_with_our_own_state_challenge_and_all_mandatory_scopes() {
        var url = dex(IdTokenChecking.STRICT)
                .authorizationUrl(
                        "state",
                        "challenge",
                        Scopes.of("email", "mcp:admin"),
                        Optional.of(NONCE),
                        Map.of("prompt", "login"));

        var query = Query.parse(URI.create(url).getRawQuery());
        assertThat(url).startsWith("https://dex.example/auth?");
        assertThat(query.parameters())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "muster")
                .containsEntry("redirect_uri", "https://m.example/oauth/callback")
                .containsEntry("state", "state")
                .containsEntry("code_challenge", "challenge")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("nonce", NONCE)
                .containsEntry("prompt", "login")
                .containsEntry("connector_id", "github")
                .containsEntry(
                        "scope", "email openid profile groups offline_access audience:server:client_id:kubernetes");
    }

    @Test
    void parameters_of_a_client_cannot_replace_ours() {
        var url = dex(IdTokenChecking.STRICT)
                .authorizationUrl(
                        "state",
                        "challenge",
                        Scopes.NONE,
                        Optional.empty(),
                        Map.of("state", "theirs", "redirect_uri", "https://evil.example", "connector_id", "mine"));

        assertThat(Query.parse(URI.create(url).getRawQuery()).parameters())
                .containsEntry("state", "state")
                .containsEntry("redirect_uri", "https://m.example/oauth/callback")
                .containsEntry("connector_id", "github");
    }

    @Test
    void google_says_offline_access_in_its_own_way() {
        var google = Providers.google(settings(IdTokenChecking.STRICT), idp, Meters.NONE, time);

        var url = google.authorizationUrl("s", "c", Scopes.parse("openid offline_access"), Optional.empty(), Map.of());

        assertThat(url).startsWith("https://accounts.google.com/o/oauth2/v2/auth?");
        assertThat(Query.parse(URI.create(url).getRawQuery()).parameters())
                .containsEntry("scope", "openid")
                .containsEntry("access_type", "offline");
    }

    @Test
    void a_login_yields_tokens_and_the_user() throws InterruptedException {
        var login = login(dex(IdTokenChecking.STRICT));

        assertThat(login.user().subject()).isEqualTo(new Subject("alice"));
        assertThat(login.user().email()).isEqualTo("alice@example.com");
        assertThat(login.user().emailVerified()).isTrue();
        assertThat(login.tokens().refreshToken()).contains(new Secret("refresh-0"));
        assertThat(login.tokens().idToken()).isPresent();
        assertThat(login.tokens().expiresAt()).contains(time.instant().plusSeconds(1800));
        assertThat(idp.lastForm("/token").parameters())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "code")
                .containsEntry("redirect_uri", "https://m.example/oauth/callback")
                .containsEntry("code_verifier", "verifier");
    }

    @Test
    void tokens_expire_with_the_first_of_access_and_id_token() throws InterruptedException {
        idp.claims(claims -> claims.with("exp", time.instant().getEpochSecond() + 600));

        assertThat(login(dex(IdTokenChecking.STRICT)).tokens().expiresAt())
                .contains(time.instant().plusSeconds(600));
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret_basic client_secret_post, true",
        "client_secret_basic, true",
        "client_secret_post, false",
        "'', true",
        "private_key_jwt, true"
    })
    void the_secret_goes_into_the_header_unless_the_provider_wants_it_in_the_form(String methods, boolean header)
            throws InterruptedException {
        var offered = Stream.of(methods.split(" "))
                .filter(method -> !method.isEmpty())
                .<JsonValue>map(JsonString::new)
                .toList();
        idp.metadata(document -> document.with("token_endpoint_auth_methods_supported", JsonArray.of(offered)));

        login(dex(IdTokenChecking.STRICT));

        var request = idp.requests("/token").getLast();
        var basic = Base64.getEncoder().encodeToString("muster:s3+cret%2F%2B".getBytes(StandardCharsets.UTF_8));
        assertThat(request.headers().first("Authorization"))
                .isEqualTo(header ? Optional.of("Basic " + basic) : Optional.empty());
        assertThat(idp.form(request).get("client_secret"))
                .isEqualTo(header ? Optional.empty() : Optional.of("s3 cret/+"));
    }

    static Stream<Arguments> wrongIdTokens() {
        return Stream.of(
                claims("issuer", c -> c.with("iss", "https://other.example")),
                claims("audience", c -> c.with("aud", "another-client")),
                claims("expired", c -> c.with("exp", 1)),
                claims("expired", c -> c.without("exp")),
                claims("not_yet_valid", c -> c.with("iat", 99_999_999_999L)),
                claims("authorized_party", c -> c.with("azp", "another-client")),
                claims("subject", c -> c.without("sub")));
    }

    private static Arguments claims(String reason, UnaryOperator<JsonObject> change) {
        return Arguments.of(reason, change);
    }

    @ParameterizedTest
    @MethodSource("wrongIdTokens")
    void an_id_token_that_is_not_meant_for_us_ends_the_login(String reason, UnaryOperator<JsonObject> change) {
        idp.claims(change);

        var failure = failure(() -> login(dex(IdTokenChecking.STRICT)));

        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure.reason()).isEqualTo("id_token_" + reason);
    }

    @ParameterizedTest
    @MethodSource("wrongIdTokens")
    void the_relaxed_check_relaxes_the_signature_only(String reason, UnaryOperator<JsonObject> change) {
        idp.publishNoKeys();
        idp.claims(change);

        if (!reason.equals("not_yet_valid")) {
            assertThat(failure(() -> login(dex(IdTokenChecking.RELAXED))).reason())
                    .isEqualTo("id_token_" + reason);
        }
    }

    @Test
    void an_audience_list_with_our_id_is_fine() throws InterruptedException {
        idp.claims(c -> c.with("aud", JsonArray.of(List.of(new JsonString("kubernetes"), new JsonString("muster"))))
                .with("azp", "muster"));

        assertThat(login(dex(IdTokenChecking.STRICT)).tokens().idToken()).isPresent();
    }

    @Test
    void an_unsigned_id_token_counts_in_development_of_a_provider_without_keys_only() throws InterruptedException {
        idp.publishNoKeys();

        assertThat(login(dex(IdTokenChecking.RELAXED)).user().subject()).isEqualTo(new Subject("alice"));
        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("id_token_algorithm");
    }

    @Test
    void alg_none_is_never_accepted_of_a_provider_with_keys() {
        idp.tokens(answer -> answer.with(
                "id_token",
                FakeIdp.unsigned(JsonObject.of("iss", FakeIdp.ISSUER)
                        .with("aud", "muster")
                        .with("sub", "alice")
                        .with("nonce", NONCE)
                        .with("exp", time.instant().getEpochSecond() + 60))));

        assertThat(failure(() -> login(dex(IdTokenChecking.RELAXED))).reason()).isEqualTo("id_token_algorithm");
    }

    /** CVE-2026-1486 and its kin: another token that the provider signs is no ID token. */
    @Test
    void a_logout_token_is_no_id_token() {
        var key = TestKey.create("k9");
        idp.answer(
                "/keys",
                200,
                JsonObject.of("keys", JsonArray.of(List.of(key.jwk()))).toString());
        var claims = JsonObject.of("iss", FakeIdp.ISSUER)
                .with("aud", "muster")
                .with("sub", "alice")
                .with("nonce", NONCE)
                .with("iat", time.instant().getEpochSecond())
                .with("exp", time.instant().getEpochSecond() + 60);
        var token = key.sign(JsonObject.of("alg", "ES256").with("kid", "k9").with("typ", "logout+jwt"), claims);
        idp.tokens(answer -> answer.with("id_token", token));

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("id_token_type");
    }

    @Test
    void keys_that_cannot_be_read_prove_nothing() {
        idp.answer("/keys", 503, "");

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure(() -> login(dex(IdTokenChecking.RELAXED))).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_login_without_id_token_is_none() {
        idp.tokens(answer -> answer.without("id_token"));

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("id_token_missing");
        assertThat(failure(() -> login(dex(IdTokenChecking.RELAXED))).reason()).isEqualTo("id_token_missing");
    }

    @Test
    void an_id_token_that_cannot_be_read_has_a_reason_of_its_own() {
        idp.tokens(answer -> answer.with("id_token", "nonsense"));

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("id_token_parse_failed");
    }

    static Stream<Arguments> wrongNonces() {
        return Stream.of(
                claims("absent", c -> c.without("nonce")),
                claims("wrong_type", c -> c.with("nonce", JsonNumber.of(5))),
                claims("wrong_type", c -> c.with("nonce", JsonBoolean.TRUE)),
                claims("mismatch", c -> c.with("nonce", "m".repeat(43))));
    }

    @ParameterizedTest
    @MethodSource("wrongNonces")
    void the_nonce_must_come_back(String detail, UnaryOperator<JsonObject> change) {
        idp.claims(change);

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("nonce_" + detail);
    }

    @Test
    void userinfo_of_somebody_else_ends_the_login() {
        idp.user(JsonObject.of("sub", "mallory"));

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("subject_mismatch");
    }

    @Test
    void userinfo_about_nobody_ends_the_login() {
        idp.user(JsonObject.of("sub", " "));

        assertThat(failure(() -> login(dex(IdTokenChecking.STRICT))).reason()).isEqualTo("missing_subject");
    }

    @Test
    void without_a_userinfo_endpoint_the_id_token_says_who_it_is() throws InterruptedException {
        idp.metadata(document -> document.without("userinfo_endpoint"));
        idp.claims(c -> c.with("email", "a@example.com"));

        assertThat(login(dex(IdTokenChecking.STRICT)).user().email()).isEqualTo("a@example.com");
    }

    @Test
    void groups_are_limited_in_number_and_length() throws InterruptedException {
        var groups = Collections.<JsonValue>nCopies(700, new JsonString("admins"));
        idp.user(JsonObject.of("sub", "alice").with("groups", JsonArray.of(groups)));
        assertThat(login(dex(IdTokenChecking.STRICT)).user().groups()).hasSize(600);

        idp.user(JsonObject.of("sub", "alice")
                .with("groups", JsonArray.of(List.of(new JsonString("g".repeat(257)), new JsonString("ok")))));
        assertThat(login(dex(IdTokenChecking.STRICT)).user().groups()).containsExactly("ok");
    }

    @Test
    void google_calls_the_subject_id() throws InterruptedException {
        idp.user(JsonObject.of("id", "1234").with("verified_email", true).with("email", "g@example.com"));
        idp.answer("/oauth2/v2/userinfo", 200, "{\"id\":\"1234\",\"verified_email\":true}");

        var user = Providers.google(settings(IdTokenChecking.STRICT), idp, Meters.NONE, time)
                .userInfo(new Secret("t"), Deadline.NONE);

        assertThat(user.subject()).isEqualTo(new Subject("1234"));
        assertThat(user.emailVerified()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"error\":\"invalid_grant\"}', REFUSED",
        "400, '{\"error\":\"invalid_request\"}', REFUSED",
        "401, '{\"error\":\"invalid_grant\"}', REFUSED",
        "401, '', INVALID",
        "403, '{}', INVALID",
        "403, '<html>', INVALID",
        "400, nonsense, INVALID",
        "400, '{\"error\":\"blocked\"}', INVALID",
        "404, '{\"error\":\"invalid_grant\"}', INVALID",
        "401, '{\"error\":\"invalid_client\"}', INVALID",
        "400, '{\"error\":\"unauthorized_client\"}', INVALID",
        "400, '{\"error\":\"temporarily_unavailable\"}', UNAVAILABLE",
        "404, '', INVALID",
        "302, '', INVALID",
        "429, '', UNAVAILABLE",
        "500, '', UNAVAILABLE",
        "503, '', UNAVAILABLE",
        "200, nonsense, INVALID",
        "200, '[]', INVALID",
        "200, '{}', INVALID",
        "200, '{\"access_token\":\"a\",\"token_type\":\"mac\"}', INVALID"
    })
    void answers_of_the_token_endpoint_are_judged_once(int status, String body, Kind kind) {
        idp.answer("/token", status, body);

        assertThat(failure(() -> dex(IdTokenChecking.STRICT).refresh(new Secret("r"), Deadline.NONE))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void a_provider_that_does_not_answer_proves_nothing() {
        idp.fail("/token", OutboundException.Kind.TIMEOUT);

        assertThat(failure(() -> dex(IdTokenChecking.STRICT).refresh(new Secret("r"), Deadline.NONE))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void failures_carry_no_text_of_the_provider_and_no_token() {
        idp.answer("/token", 400, "{\"error\":\"<script>\",\"error_description\":\"secret text\"}");

        var failure = failure(() -> dex(IdTokenChecking.STRICT).refresh(new Secret("hidden"), Deadline.NONE));

        assertThat(failure.getMessage() + failure.reason())
                .doesNotContain("script")
                .doesNotContain("secret text")
                .doesNotContain("hidden");
    }

    @Test
    void a_refresh_may_omit_refresh_token_and_id_token() throws InterruptedException {
        idp.tokens(answer -> answer.without("refresh_token").without("id_token"));

        var tokens = dex(IdTokenChecking.STRICT).refresh(new Secret("r"), Deadline.NONE);

        assertThat(tokens.refreshToken()).isEmpty();
        assertThat(tokens.idToken()).isEmpty();
        assertThat(idp.lastForm("/token").parameters())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "r");
    }

    @Test
    void a_refreshed_id_token_that_cannot_be_believed_is_left_out_but_the_rest_is_kept() throws InterruptedException {
        idp.claims(c -> c.with("iss", "https://other.example"));

        var tokens = dex(IdTokenChecking.STRICT).refresh(new Secret("r"), Deadline.NONE);

        assertThat(tokens.idToken()).isEmpty();
        assertThat(tokens.refreshToken()).contains(new Secret("refresh-1"));
        assertThat(tokens.expiresAt()).contains(time.instant().plusSeconds(1800));
    }

    @Test
    void revocation_is_asked_for_where_it_is_offered() throws InterruptedException {
        assertThat(dex(IdTokenChecking.STRICT).revoke(new Secret("t"), Deadline.NONE))
                .isTrue();
        assertThat(idp.lastForm("/revoke").get("token")).contains("t");

        idp.metadata(document -> document.without("revocation_endpoint"));
        assertThat(dex(IdTokenChecking.STRICT).revoke(new Secret("t"), Deadline.NONE))
                .isFalse();
        assertThat(idp.requests("/revoke")).hasSize(1);
    }

    @Test
    void every_call_has_a_deadline() throws InterruptedException {
        dex(IdTokenChecking.STRICT).refresh(new Secret("r"), Deadline.NONE);

        assertThat(idp.requests("/token").getLast().deadline()).isEqualTo(Deadline.after(Duration.ofSeconds(30), time));
    }

    @Test
    void another_oidc_provider_is_asked_for_what_the_client_wants() {
        var keycloak = Providers.oidc(settings(IdTokenChecking.STRICT), Set::of, idp, Meters.NONE, time);

        assertThat(keycloak.askedFor(Scopes.of("roles")))
                .isEqualTo(Scopes.parse("roles openid profile email groups offline_access"));
        assertThat(keycloak.issuer()).isEqualTo(FakeIdp.ISSUER);
    }
}
