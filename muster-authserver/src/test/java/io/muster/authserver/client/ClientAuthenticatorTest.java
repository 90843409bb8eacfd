package io.muster.authserver.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.RegisteredClient.Origin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException.Kind;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthenticatorTest {
    private static final String ISSUER = "https://muster.example";
    private static final String ODD_SECRET = "p+q%20:r/ü&";
    private static final String DOCUMENT_URL = "https://client.example/c";
    private static final OAuthError FAILED = OAuthError.invalidClient("Client authentication failed");
    private static final OAuthError REQUIRED = OAuthError.invalidClient("Client authentication required");
    private static final TestKey KEY = TestKey.create("k1");
    private static final ClientSecrets SECRETS = new ClientSecrets(new SecureRandom());
    private static final String SEEDED_HASH = SECRETS.ofChosen(new Secret(ODD_SECRET));

    private final ManualTime time = new ManualTime();
    private final FakeClientStore store = new FakeClientStore();
    private final FakeSites web = new FakeSites();
    private final List<String> audited = new ArrayList<>();
    private final Set<TokenHash> replays = new HashSet<>();
    private final FakeMeters meters = new FakeMeters();
    private String address = "192.0.2.1";
    private final ClientAuthenticator authenticator = authenticator();

    private ClientAuthenticator authenticator() {
        var settings = MetadataSettings.defaults("muster/1");
        var guarded = new GuardedWeb(web, web);
        var redirects = new RedirectUris(RedirectUris.Settings.defaults(), new FakeDns());
        var documents = new MetadataDocuments(settings, guarded, redirects, Audit.NONE, Meters.NONE, time);
        return new ClientAuthenticator(
                new Clients(store, documents, redirects, Duration.ofDays(30), time),
                SECRETS,
                new ClientAssertions(
                        ISSUER,
                        new ClientKeys(settings, guarded, time),
                        (value, now, until) -> replays.add(value),
                        time),
                (event, requester, about, details) -> audited.add(
                        event.text() + " " + details.getOrDefault("reason", details.getOrDefault("limit", ""))),
                meters,
                request -> new Requester(address, address, "", "r"),
                time);
    }

    @BeforeEach
    void clients() {
        add("public", "none", Optional.empty(), JsonObject.EMPTY);
        add("basic", "client_secret_basic", Optional.of(SECRETS.ofRandom(new Secret("s3cret"))), JsonObject.EMPTY);
        add("post", "client_secret_post", Optional.of(SECRETS.ofRandom(new Secret("s3cret"))), JsonObject.EMPTY);
        add("seeded", "client_secret_basic", Optional.of(SEEDED_HASH), JsonObject.EMPTY);
        add("a:b c", "client_secret_basic", Optional.of(SECRETS.ofRandom(new Secret("s3cret"))), JsonObject.EMPTY);
        add(
                "key",
                "private_key_jwt",
                Optional.empty(),
                JsonObject.of("jwks", JsonObject.of("keys", JsonArray.of(KEY.jwk()))));
        add("remote", "private_key_jwt", Optional.empty(), JsonObject.of("jwks_uri", "https://client.example/keys"));
    }

    private void add(String id, String method, Optional<String> secretHash, JsonObject metadata) {
        store.put(new RegisteredClient(
                new ClientId(id),
                secretHash,
                Origin.OPEN,
                metadata.with("token_endpoint_auth_method", method),
                time.instant(),
                Optional.of(time.instant().plus(Duration.ofDays(1)))));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Who is admitted, or why nobody is. */
    private Object authenticate(String authorization, String form) {
        var headers = authorization.isEmpty() ? Headers.EMPTY : Headers.of("Authorization", authorization);
        var request = HttpRequest.of("POST", "/oauth/token", headers, form.getBytes(UTF_8));
        try {
            return authenticator
                    .authenticate(request, FormParameters.of(request))
                    .id()
                    .value();
        } catch (OAuthRejection e) {
            return e.error();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Object assertion(String assertion, String more) {
        return authenticate(
                "",
                "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                        + assertion + more);
    }

    private JsonObject claims(String client) {
        return JsonObject.of("iss", client)
                .with("sub", client)
                .with("aud", ISSUER)
                .with("jti", "j" + replays.size())
                .with("exp", time.instant().getEpochSecond() + 60);
    }

    @Test
    void a_public_client_names_itself() {
        assertThat(authenticate("", "client_id=public")).isEqualTo("public");
        assertThat(authenticate("Bearer x", "client_id=public")).isEqualTo("public");
    }

    @ParameterizedTest
    @CsvSource({"basic, s3cret", "post, s3cret", "seeded, " + ODD_SECRET, "a:b c, s3cret"})
    void a_secret_is_accepted_in_header_and_form(String id, String secret) {
        assertThat(authenticate(basic(encoded(id) + ":" + encoded(secret)), "")).isEqualTo(id);
        assertThat(authenticate("", "client_id=" + encoded(id) + "&client_secret=" + encoded(secret)))
                .isEqualTo(id);
        assertThat(audited).isEmpty();
    }

    @Test
    void a_header_that_is_not_form_encoded_is_accepted_too() {
        assertThat(authenticate(basic("seeded:" + ODD_SECRET), "")).isEqualTo("seeded");
        assertThat(authenticate(basic("seeded:" + ODD_SECRET), "client_id=seeded"))
                .isEqualTo("seeded");
        assertThat(authenticate("bAsIc  " + basic("basic:s3cret").substring(6), ""))
                .isEqualTo("basic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic:wrong",
                "basic:",
                "basic:s3cret ",
                "basic:S3CRET",
                "unknown:s3cret",
                "public:anything",
                "public:",
                "key:s3cret"
            })
    void a_secret_that_proves_nothing_is_refused_with_one_text(String credentials) {
        var colon = credentials.indexOf(':');

        assertThat(authenticate(basic(credentials), "")).isEqualTo(FAILED);
        if (colon + 1 < credentials.length()) {
            var form = "client_id=" + credentials.substring(0, colon) + "&client_secret="
                    + encoded(credentials.substring(colon + 1));
            assertThat(authenticate("", form)).isEqualTo(FAILED);
        }
        assertThat(audited.getFirst()).isEqualTo("auth_failure client_secret_mismatch");
    }

    @Test
    void who_has_a_secret_or_key_must_use_it() {
        for (var id : List.of("basic", "post", "seeded", "key")) {
            assertThat(authenticate("", "client_id=" + id)).isEqualTo(REQUIRED);
        }
        assertThat(audited).containsOnly("auth_failure confidential_client_missing_auth");
    }

    @Test
    void who_is_not_known_is_refused() {
        assertThat(authenticate("", "client_id=unknown")).isEqualTo(FAILED);
        assertThat(authenticate("", "client_id=" + "x".repeat(3_000))).isEqualTo(FAILED);
        assertThat(authenticate("", "client_id=%20")).isEqualTo(FAILED);
        assertThat(authenticate("", "")).isEqualTo(OAuthError.invalidRequest("client_id is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic eHh4", "Basic OnNlY3JldA==", "Basic /////w=="})
    void a_header_that_cannot_be_read_is_refused(String authorization) {
        assertThat(authenticate(authorization, "client_id=public")).isEqualTo(FAILED);
    }

    @Test
    void header_and_form_must_name_the_same_client() {
        assertThat(authenticate(basic("basic:s3cret"), "client_id=post"))
                .isEqualTo(new OAuthError(
                        400,
                        "invalid_client",
                        "client_id in Basic Authorization header does not match form parameter"));
    }

    @Test
    void more_than_one_method_is_refused() {
        var error = OAuthError.invalidRequest("More than one method of client authentication is used");

        assertThat(authenticate(basic("basic:s3cret"), "client_id=basic&client_secret=s3cret"))
                .isEqualTo(error);
        assertThat(authenticate(basic("basic:s3cret"), "client_assertion=x")).isEqualTo(error);
        assertThat(authenticate("", "client_id=basic&client_secret=s3cret&client_assertion=x"))
                .isEqualTo(error);
    }

    @Test
    void guessing_becomes_slow_for_the_guesser_alone() {
        for (var i = 0; i < 6; i++) {
            assertThat(authenticate(basic("basic:guess" + i), "")).isEqualTo(FAILED);
        }

        assertThat(authenticate(basic("basic:s3cret"), ""))
                .isInstanceOfSatisfying(
                        OAuthError.class, error -> assertThat(error.status()).isEqualTo(429));
        assertThat(authenticate(basic("post:s3cret"), "")).isEqualTo("post");
        address = "192.0.2.2";
        assertThat(authenticate(basic("basic:s3cret"), "")).isEqualTo("basic");
        address = "192.0.2.1";
        time.advance(Duration.ofSeconds(1));
        assertThat(authenticate(basic("basic:s3cret"), "")).isEqualTo("basic");
    }

    @Test
    void an_address_that_tries_ever_other_names_costs_no_more_work() {
        assertThat(authenticate(basic("seeded:" + ODD_SECRET), "")).isEqualTo("seeded");
        for (var i = 0; i < 8; i++) {
            assertThat(authenticate(basic("random" + i + ":guess"), "")).isEqualTo(FAILED);
        }

        for (var i = 0; i < 150; i++) {
            assertThat(authenticate(basic("other" + i + ":guess"), ""))
                    .isInstanceOfSatisfying(
                            OAuthError.class,
                            error -> assertThat(error.status()).isEqualTo(429));
        }
        assertThat(audited.getLast()).isEqualTo("rate_limit_exceeded client_secrets");
        assertThat(meters.counted()).hasSize(150).containsOnly("oauth.rate_limit.exceeded{limiter=client_secrets}");
        assertThat(authenticate(basic("basic:s3cret"), "")).isEqualTo("basic");
        assertThat(authenticate(basic("seeded:" + ODD_SECRET), "")).isEqualTo("seeded");
        address = "192.0.2.2";
        assertThat(authenticate(basic("random:guess"), "")).isEqualTo(FAILED);
        address = "192.0.2.1";
        time.advance(Duration.ofSeconds(10));
        assertThat(authenticate(basic("random:guess"), "")).isEqualTo(FAILED);
    }

    @Test
    void being_used_keeps_a_client_from_being_forgotten() {
        authenticate("", "client_id=public");

        assertThat(store.usedUntil)
                .containsEntry(new ClientId("public"), time.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void an_assertion_authenticates_once() {
        var assertion = KEY.sign(claims("key"));

        assertThat(assertion(assertion, "&client_id=key")).isEqualTo("key");
        assertThat(assertion(assertion, "")).isEqualTo(FAILED);
        assertThat(assertion(KEY.sign(claims("key")), "")).isEqualTo("key");
        assertThat(audited).containsExactly("auth_failure client_assertion_invalid");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "iss, absent",
                "iss, '\"other\"'",
                "sub, absent",
                "sub, '\"public\"'",
                "aud, absent",
                "aud, '\"https://muster.example/oauth/token\"'",
                "aud, '\"https://muster.example/\"'",
                "aud, '[\"https://muster.example\",\"https://other.example\"]'",
                "jti, absent",
                "jti, '\"\"'",
                "exp, absent",
                "exp, 0",
                "exp, 1767229201",
                "nbf, 99999999999",
            })
    void an_assertion_must_be_for_us_alone_and_short_lived(String name, String value) {
        var claims = claims("key");
        var changed = value == null ? claims.without(name) : claims.with(name, Json.parse(value));

        assertThat(assertion(KEY.sign(changed), "")).isEqualTo(FAILED);
    }

    @Test
    void an_assertion_of_another_key_client_or_kind_is_refused() {
        assertThat(assertion(TestKey.create("k1").sign(claims("key")), "")).isEqualTo(FAILED);
        assertThat(assertion(KEY.sign(claims("public")), "")).isEqualTo(FAILED);
        assertThat(assertion(KEY.sign(claims("basic")), "")).isEqualTo(FAILED);
        assertThat(assertion(KEY.sign(claims("unknown")), "")).isEqualTo(FAILED);
        assertThat(assertion(KEY.sign(claims("key")), "&client_id=public")).isEqualTo(FAILED);
        assertThat(assertion("garbage", "&client_id=key")).isEqualTo(FAILED);
        assertThat(authenticate("", "client_assertion=" + KEY.sign(claims("key"))))
                .isEqualTo(OAuthError.invalidRequest("client_assertion_type is not supported"));
    }

    @Test
    void keys_may_be_published_elsewhere_and_their_absence_proves_nothing() {
        web.fail("https://client.example/keys", Kind.TIMEOUT);
        assertThat(assertion(KEY.sign(claims("remote")), "")).isEqualTo(OAuthError.temporarilyUnavailable());

        web.serve(
                "https://client.example/keys", Answer.json(Json.text(JsonObject.of("keys", JsonArray.of(KEY.jwk())))));
        time.advance(Duration.ofSeconds(5));
        assertThat(assertion(KEY.sign(claims("remote")), "")).isEqualTo("remote");
    }

    @Test
    void a_client_with_a_document_and_keys_never_counts_as_public() {
        web.serve(
                DOCUMENT_URL,
                Answer.json(Json.text(JsonObject.of("client_id", DOCUMENT_URL)
                        .with("client_name", "App")
                        .with("redirect_uris", JsonArray.ofStrings(List.of("https://app.example/cb")))
                        .with("token_endpoint_auth_method", "private_key_jwt")
                        .with("jwks", JsonObject.of("keys", JsonArray.of(KEY.jwk()))))));

        assertThat(authenticate("", "client_id=" + encoded(DOCUMENT_URL))).isEqualTo(REQUIRED);
        assertThat(assertion(KEY.sign(claims(DOCUMENT_URL)), "")).isEqualTo(DOCUMENT_URL);
    }

    @Test
    void a_url_is_never_looked_up_in_the_store() {
        add("https://client.example/unpublished", "none", Optional.empty(), JsonObject.EMPTY);
        web.serve("https://client.example/unpublished", Answer.status(404));

        assertThat(authenticate("", "client_id=" + encoded("https://client.example/unpublished")))
                .isEqualTo(FAILED);
    }
}
