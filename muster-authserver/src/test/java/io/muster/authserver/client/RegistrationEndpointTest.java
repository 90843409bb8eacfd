package io.muster.authserver.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.RegisteredClient.Origin;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationEndpointTest {
    private static final TrustedRedirects TRUSTED = TrustedRedirects.of(
            List.of("cursor", "VSCode"), List.of("https://App.example/cb/", "https://client.example/cb"));
    private static final RegistrationSettings CLOSED = settings(false, false, TrustedRedirects.NONE);
    private static final RegistrationSettings OPEN = settings(true, false, TrustedRedirects.NONE);
    private static final RegistrationSettings TOKEN = settings(false, true, TrustedRedirects.NONE);
    private static final RegistrationSettings TRUSTING = settings(false, false, TRUSTED);
    private static final String CLIENT = "{\"redirect_uris\":[\"https://app.example/cb\"]";

    private final ManualTime time = new ManualTime();
    private final FakeClientStore store = new FakeClientStore();
    private final ClientSecrets secrets = new ClientSecrets(new SecureRandom());
    private final List<String> audited = new ArrayList<>();
    private String address = "192.0.2.1";

    private static RegistrationSettings settings(boolean open, boolean token, TrustedRedirects trusted) {
        return new RegistrationSettings(
                open,
                token ? Optional.of(new Secret("let-me-in")) : Optional.empty(),
                trusted,
                10,
                Duration.ofDays(30),
                false);
    }

    private RegistrationEndpoint endpoint(RegistrationSettings settings) {
        return new RegistrationEndpoint(
                settings,
                new RedirectUris(RedirectUris.Settings.defaults(), new FakeDns()),
                secrets,
                store,
                new RandomTokens(new SecureRandom()),
                new Answers(new Locations("https://muster.example")),
                new RegistrationEndpoint.Reports(
                        (event, requester, about, details) -> audited.add(event.text() + " " + details.get("reason")),
                        Meters.NONE,
                        request -> new Requester(address, address, "", "r")),
                time);
    }

    private HttpResponse post(RegistrationEndpoint endpoint, String body, Headers headers) {
        return endpoint.handle(HttpRequest.of("POST", "/oauth/register", headers, body.getBytes(UTF_8)));
    }

    private HttpResponse post(RegistrationSettings settings, String body) {
        return post(endpoint(settings), body, Headers.EMPTY);
    }

    private static JsonObject content(HttpResponse response) {
        return response.body() instanceof Body.Bytes bytes
                ? Json.parseObject(new String(bytes.content(), UTF_8))
                : JsonObject.EMPTY;
    }

    private RegisteredClient only() {
        assertThat(store.clients).hasSize(1);
        return store.clients.values().iterator().next();
    }

    private static void assertError(HttpResponse response, int status, String code) {
        assertThat(content(response).text("error")).contains(code);
        assertThat(response.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "Application/X-WWW-Form-Urlencoded; charset=utf-8", "multipart/form-data", ""})
    void a_page_cannot_make_a_browser_register_clients_without_asking(String type) {
        var endpoint = endpoint(OPEN);
        var form = type.isEmpty() ? Headers.EMPTY : Headers.of("Content-Type", type);

        for (var i = 0; i < 20; i++) {
            assertThat(post(endpoint, CLIENT + "}", form.with("Origin", "https://evil.example"))
                            .status())
                    .isEqualTo(400);
        }

        assertThat(post(endpoint, CLIENT + "}", form).status())
                .as("programs name no origin, and nothing is used up")
                .isEqualTo(201);
    }

    @Test
    void a_page_that_asks_first_may_register() {
        var headers = Headers.of("Content-Type", "application/json").with("Origin", "https://inspector.example");

        assertThat(post(endpoint(OPEN), CLIENT + "}", headers).status()).isEqualTo(201);
    }

    @Test
    void a_confidential_client_gets_a_secret_that_is_stored_as_a_hash() {
        var answer = post(OPEN, CLIENT + ",\"client_name\":\"App\"}");

        var told = content(answer);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(told.text("client_id").orElseThrow()).matches("[A-Za-z0-9_-]{43}");
        assertThat(told.integer("client_id_issued_at")).hasValue(time.instant().getEpochSecond());
        assertThat(told.integer("client_secret_expires_at")).hasValue(0);
        assertThat(told.text("client_name")).contains("App");
        assertThat(told.text("client_type")).contains("confidential");
        assertThat(told.text("token_endpoint_auth_method")).contains("client_secret_basic");
        assertThat(told.values("redirect_uris")).hasToString("[\"https://app.example/cb\"]");
        assertThat(told.values("grant_types")).hasToString("[\"authorization_code\", \"refresh_token\"]");
        assertThat(told.values("response_types")).hasToString("[\"code\"]");
        var secret = new Secret(told.text("client_secret").orElseThrow());
        assertThat(secret.reveal()).matches("[A-Za-z0-9_-]{43}");
        var stored = only();
        assertThat(stored.id()).isEqualTo(new ClientId(told.text("client_id").orElseThrow()));
        assertThat(secrets.verifies(stored.secretHash().orElseThrow(), secret)).isTrue();
        assertThat(stored.toString()).doesNotContain(secret.reveal());
        assertThat(stored.expiresAt()).contains(time.instant().plus(Duration.ofDays(30)));
        assertThat(answer.headers().first("Cache-Control").orElseThrow()).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, confidential, client_secret_basic",
                "-, client_secret_basic, confidential, client_secret_basic",
                "-, client_secret_post, confidential, client_secret_post",
                "-, none, public, none",
                "public, none, public, none",
                "confidential, none, public, none",
                "public, -, public, none",
                "confidential, -, confidential, client_secret_basic",
                "confidential, client_secret_post, confidential, client_secret_post",
                "public, client_secret_basic, -, -",
                "public, client_secret_post, -, -",
                "public, private_key_jwt, -, -",
                "native, -, -, -",
                "-, tls_client_auth, -, -",
                "-, client_secret_jwt, -, -",
                "-, private_key_jwt, -, -",
            })
    void kinds(String type, String method, String resultingType, String resultingMethod) {
        var body = CLIENT
                + (type == null ? "" : ",\"client_type\":\"" + type + "\"")
                + (method == null ? "" : ",\"token_endpoint_auth_method\":\"" + method + "\"")
                + "}";

        var answer = post(OPEN, body);

        if (resultingType == null) {
            assertError(answer, 400, "invalid_client_metadata");
            assertThat(store.clients).isEmpty();
        } else {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(content(answer).text("client_type")).contains(resultingType);
            assertThat(content(answer).text("token_endpoint_auth_method")).contains(resultingMethod);
            assertThat(content(answer).has("client_secret")).isEqualTo(resultingType.equals("confidential"));
            assertThat(only().secretHash().isPresent()).isEqualTo(resultingType.equals("confidential"));
        }
    }

    @Test
    void a_client_with_a_key_has_no_secret() {
        var keys = JsonObject.of("keys", JsonArray.of(TestKey.create("k").jwk()));
        var answer = post(OPEN, CLIENT + ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":" + keys + "}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(content(answer).has("client_secret")).isFalse();
        assertThat(only().metadata().object("jwks")).contains(keys);
    }

    @Test
    void other_methods_are_not_allowed() {
        var answer = endpoint(OPEN).handle(HttpRequest.of("GET", "/oauth/register", Headers.EMPTY, new byte[0]));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first("Allow")).contains("POST");
    }

    @Test
    void ten_registrations_an_hour_are_allowed_per_address() {
        var endpoint = endpoint(OPEN);
        for (var i = 0; i < 10; i++) {
            assertError(post(endpoint, "{}", Headers.EMPTY), 400, "invalid_redirect_uri");
        }

        var eleventh = post(endpoint, CLIENT + "}", Headers.EMPTY);
        assertError(eleventh, 429, "invalid_request");
        assertThat(eleventh.headers().all("Retry-After")).containsExactly("3600");
        assertThat(audited.getLast()).startsWith(AuditEvent.CLIENT_REGISTRATION_RATE_LIMIT_EXCEEDED.text());
        address = "192.0.2.2";
        assertThat(post(endpoint, CLIENT + "}", Headers.EMPTY).status()).isEqualTo(201);
        address = "192.0.2.1";
        time.advance(Duration.ofHours(1));
        assertThat(post(endpoint, CLIENT + "}", Headers.EMPTY).status()).isEqualTo(201);
    }

    @Test
    void an_address_has_ten_live_clients_at_most() {
        var endpoint = endpoint(OPEN);
        for (var i = 0; i < 10; i++) {
            assertThat(post(endpoint, CLIENT + "}", Headers.EMPTY).status()).isEqualTo(201);
            time.advance(Duration.ofMinutes(10));
        }

        var answer = post(endpoint, CLIENT + "}", Headers.EMPTY);
        assertError(answer, 429, "invalid_request");
        assertThat(content(answer).text("error_description")).contains("Client registration limit exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"x\"", "{", "{\"redirect_uris\":[],\"redirect_uris\":[]}", "<xml/>"})
    void what_is_no_json_object_is_refused(String body) {
        var answer = post(OPEN, body);

        assertError(answer, 400, "invalid_request");
        assertThat(content(answer).text("error_description")).contains("Invalid JSON");
    }

    @Test
    void a_body_above_1_mib_is_refused() {
        assertError(post(OPEN, CLIENT + "}" + " ".repeat(1 << 20)), 413, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a<b", "a>b", "a\\nb", "a\\rb", "a\\u0000b", "a\\u202Eb", "a\\u2028b", "a\\u200Bb"})
    void a_name_must_not_pretend_to_be_something_else(String name) {
        assertError(post(OPEN, CLIENT + ",\"client_name\":\"" + name + "\"}"), 400, "invalid_request");
    }

    @Test
    void a_name_may_be_long_foreign_or_missing() {
        assertThat(post(OPEN, CLIENT + ",\"client_name\":\"" + "ü".repeat(256) + "\"}")
                        .status())
                .isEqualTo(201);
        assertError(post(OPEN, CLIENT + ",\"client_name\":\"" + "ü".repeat(257) + "\"}"), 400, "invalid_request");
        assertThat(post(OPEN, CLIENT + ",\"client_name\":\"私の アプリ\\t\"}").status())
                .isEqualTo(201);
        assertThat(post(OPEN, CLIENT + ",\"client_name\":null}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"redirect_uris\":[]}",
                "{\"redirect_uris\":[\"http://app.example/cb\"]}",
                "{\"redirect_uris\":[\"https://app.example/cb\",\"javascript:alert(1)\"]}",
                "{\"redirect_uris\":[\"https://intranet.example/cb\"]}",
                "{\"redirect_uris\":[\"https://nowhere.example/cb\"]}",
                "{\"redirect_uris\":[\"https://app.example/cb#f\"]}",
                "{\"redirect_uris\":[\"relative\"]}",
            })
    void a_redirect_uri_that_is_not_acceptable_is_refused(String body) {
        assertError(post(OPEN, body), 400, "invalid_redirect_uri");
        assertThat(store.clients).isEmpty();
        assertThat(audited).singleElement().asString().startsWith("client_registration_rejected ");
    }

    @Test
    void the_audit_tells_the_category_of_a_refused_redirect_uri() {
        post(OPEN, "{\"redirect_uris\":[\"https://10.0.0.1/cb\"]}");

        assertThat(audited).containsExactly("client_registration_rejected A redirect_uri is not accepted: private_ip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"redirect_uris\":\"https://app.example/cb\"",
                "\"redirect_uris\":[7]",
                "\"client_uri\":\"javascript:alert(1)\"",
                "\"logo_uri\":\"data:image/png,x\"",
                "\"tos_uri\":\"https://user:pw@app.example/\"",
                "\"policy_uri\":7",
                "\"contacts\":{}",
                "\"application_type\":\"desktop\"",
                "\"grant_types\":[\"client_credentials\"]",
                "\"response_types\":[\"token\"]",
                "\"jwks_uri\":\"http://app.example/keys\"",
                "\"jwks\":{\"keys\":[]}",
                "\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
                "\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://app.example/keys\"",
            })
    void metadata_that_cannot_be_registered_is_refused(String member) {
        var body = member.startsWith("\"redirect_uris\"") ? "{" + member + "}" : CLIENT + "," + member + "}";

        assertError(post(OPEN, body), 400, "invalid_client_metadata");
    }

    @Test
    void what_is_registered_is_echoed_and_what_is_unknown_is_left_out() {
        var answer = content(post(
                OPEN,
                CLIENT
                        + ",\"scope\":\"openid  email\",\"application_type\":\"web\",\"client_uri\":\"https://app.example/\","
                        + "\"logo_uri\":\"\",\"contacts\":[\"a@app.example\"],\"software_id\":\"s\",\"software_version\":\"1\","
                        + "\"grant_types\":[\"authorization_code\",\"urn:ietf:params:oauth:grant-type:device_code\"],"
                        + "\"jwks_uri\":\"https://app.example/keys\",\"unknown\":{\"a\":1}}"));

        assertThat(answer.text("scope")).contains("openid email");
        assertThat(answer.text("application_type")).contains("web");
        assertThat(answer.text("client_uri")).contains("https://app.example/");
        assertThat(answer.has("logo_uri")).isFalse();
        assertThat(answer.values("contacts")).hasSize(1);
        assertThat(answer.text("software_id")).contains("s");
        assertThat(answer.text("jwks_uri")).contains("https://app.example/keys");
        assertThat(answer.values("grant_types")).hasToString("[\"authorization_code\"]");
        assertThat(answer.has("unknown")).isFalse();
    }

    @Test
    void scopes_may_come_as_the_older_list() {
        assertThat(content(post(OPEN, CLIENT + ",\"scopes\":[\"openid\",\"email\"]}"))
                        .text("scope"))
                .contains("openid email");
    }

    @Test
    void strictness_refuses_grants_that_are_not_supported() {
        var strict = new RegistrationSettings(true, OPEN.token(), TrustedRedirects.NONE, 10, Duration.ofDays(30), true);

        assertError(
                post(strict, CLIENT + ",\"grant_types\":[\"authorization_code\",\"password\"]}"),
                400,
                "invalid_client_metadata");
    }

    @Test
    void a_web_client_may_use_loopback() {
        var answer = post(
                OPEN,
                "{\"token_endpoint_auth_method\":\"none\",\"application_type\":\"web\","
                        + "\"redirect_uris\":[\"http://localhost:4711/oauth/callback\"]}");

        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void a_closed_server_registers_nobody() {
        var answer = post(CLOSED, CLIENT + "}");

        assertError(answer, 401, "invalid_token");
        assertThat(answer.headers().first("WWW-Authenticate").orElseThrow()).startsWith("Bearer resource_metadata=");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer let-me-in, 201",
        "bearer let-me-in, 201",
        "Bearer let-me-inn, 401",
        "Bearer let-me, 401",
        "Bearer, 401",
        "Basic let-me-in, 401",
        "let-me-in, 401",
    })
    void the_registration_token_opens_the_gate(String authorization, int status) {
        var answer = post(endpoint(TOKEN), CLIENT + "}", Headers.of("Authorization", authorization));

        assertThat(answer.status()).isEqualTo(status);
        store.clients.values().forEach(client -> assertThat(client.origin()).isEqualTo(Origin.TOKEN));
    }

    @Test
    void the_token_alone_does_not_admit_public_clients() {
        var headers = Headers.of("Authorization", "Bearer let-me-in");
        var body = CLIENT + ",\"token_endpoint_auth_method\":\"none\"}";

        assertError(post(endpoint(TOKEN), body, headers), 400, "invalid_client_metadata");
        assertThat(post(endpoint(settings(true, true, TrustedRedirects.NONE)), body, headers)
                        .status())
                .isEqualTo(201);
        assertThat(only().origin()).isEqualTo(Origin.TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"cursor://x/cb\"; 201; client_registered_via_trusted_scheme",
                "\"vscode://x/cb\",\"cursor:/cb\"; 201; client_registered_via_trusted_scheme",
                "\"cursor://x/cb\",\"other://x/cb\"; 401; client_registration_rejected",
                "\"cursor://x/cb\",\"https://app.example/cb\"; 401; client_registration_rejected",
                "\"cursorx://x/cb\"; 401; client_registration_rejected",
                "\"https://app.example/cb\"; 201; client_registered_via_trusted_redirect_uri",
                "\"https://APP.example:443/cb/\"; 201; client_registered_via_trusted_redirect_uri",
                "\"https://app.example/CB\"; 401; client_registration_rejected",
                "\"https://app.example/cb?x=1\"; 401; client_registration_rejected",
                "\"https://app.example/cb\",\"https://evil.example/cb\"; 401; client_registration_rejected",
                "\"https://app.example.evil.example/cb\"; 401; client_registration_rejected",
                "\"relative\"; 400; client_registration_rejected",
                "\"%\"; 400; client_registration_rejected",
            })
    void trusted_redirects_open_the_gate_when_all_are_trusted(String uris, int status, String event) {
        var body = "{\"token_endpoint_auth_method\":\"none\",\"redirect_uris\":[" + uris + "]}";

        assertThat(post(TRUSTING, body).status()).isEqualTo(status);
        assertThat(audited).singleElement().asString().startsWith(event + " ");
        store.clients.values().forEach(client -> assertThat(client.origin()).isEqualTo(Origin.TRUSTED_REDIRECT));
    }

    @Test
    void a_wrong_token_falls_through_to_the_other_gates() {
        var headers = Headers.of("Authorization", "Bearer wrong");

        assertThat(post(endpoint(settings(false, true, TRUSTED)), CLIENT + "}", headers)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void whom_only_the_open_gate_admits_nobody_vouches_for() {
        post(OPEN, CLIENT + "}");
        assertThat(ClientTrust.of(only())).isEqualTo(ClientTrust.UNTRUSTED);

        store.clients.clear();
        post(settings(true, false, TRUSTED), CLIENT + "}");
        assertThat(ClientTrust.of(only())).isEqualTo(ClientTrust.TRUSTED);
    }

    @Test
    void an_outage_of_the_store_is_no_fault_of_the_client() {
        store.away = true;

        assertError(post(OPEN, CLIENT + "}"), 503, "temporarily_unavailable");
    }

    @Test
    void metadata_that_a_store_finds_too_large_is_a_fault_of_the_client() {
        store.refusesLargeValues = true;

        assertError(post(OPEN, CLIENT + "}"), 400, "invalid_client_metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "HTTPS", "javascript", "file", "a b", "", "1x", "x:"})
    void a_scheme_that_no_application_owns_cannot_be_trusted(String scheme) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedRedirects.of(List.of(scheme), List.of()));
    }

    @Test
    void uris_that_cannot_be_trusted_are_dropped() {
        var trusted = TrustedRedirects.of(
                List.of(),
                List.of(
                        "https://app.example/cb",
                        "https://APP.example/cb/",
                        "http://app.example/cb",
                        "https://localhost/cb",
                        "https://10.0.0.1/cb",
                        "https://[fe80::1]/cb",
                        "https://0.0.0.0/cb",
                        "https://u@app.example/x",
                        "https://app.example/x#f",
                        "not a url"));

        assertThat(trusted.uris()).containsExactly("https://app.example/cb");
    }
}
