package io.muster.authserver.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataDocumentsTest {
    private static final String URL = "https://client.example/oauth/client.json";
    private static final ClientId ID = new ClientId(URL);
    private static final JsonObject DOCUMENT = JsonObject.of("client_id", URL)
            .with("client_name", "App")
            .with("redirect_uris", JsonArray.ofStrings(List.of("https://app.example/cb", "http://localhost:1/cb")));

    private final ManualTime time = new ManualTime();
    private final FakeSites web = new FakeSites();
    private final FakeSites lab = new FakeSites();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private MetadataDocuments documents = documents(MetadataSettings.defaults("muster/1.2.3"));

    private MetadataDocuments documents(MetadataSettings settings) {
        return new MetadataDocuments(
                settings,
                new GuardedWeb(web, lab),
                new RedirectUris(RedirectUris.Settings.defaults(), new FakeDns()),
                (event, requester, about, details) -> audited.add(event.text()),
                Meters.NONE,
                time);
    }

    private static MetadataSettings welcoming(Set<String> allowed, Set<String> denied) {
        return new MetadataSettings(true, allowed, denied, Set.of(), 1_000, "x");
    }

    private void publish(JsonObject document) {
        web.serve(URL, Answer.json(Json.text(document)));
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> documents.find(ID))
                .isInstanceOfSatisfying(
                        OAuthRejection.class,
                        rejection -> assertThat(rejection.error().code()).isEqualTo("temporarily_unavailable"));
    }

    @Test
    void a_document_makes_a_public_client_that_nobody_vouches_for() throws InterruptedException {
        publish(DOCUMENT.with("scope", "openid email").with("unknown", true));

        var client = documents.find(ID).orElseThrow();

        assertThat(client.id()).isEqualTo(ID);
        assertThat(client.isPublic()).isTrue();
        assertThat(client.name()).isEqualTo("App");
        assertThat(client.origin()).isEqualTo(RegisteredClient.Origin.METADATA_DOCUMENT);
        assertThat(ClientTrust.of(client)).isEqualTo(ClientTrust.UNTRUSTED);
        assertThat(client.metadata())
                .isEqualTo(Json.parseObject("{\"client_name\":\"App\",\"redirect_uris\":[\"https://app.example/cb\","
                        + "\"http://localhost:1/cb\"],\"token_endpoint_auth_method\":\"none\",\"grant_types\":"
                        + "[\"authorization_code\"],\"response_types\":[\"code\"],\"scope\":\"openid email\"}"));
        assertThat(audited).containsExactly("client_metadata_fetched");
        var request = web.requests().getFirst();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.headers().first("Accept")).contains("application/json");
        assertThat(request.headers().first("User-Agent")).contains("muster/1.2.3");
        assertThat(request.deadline().left(time.instant())).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void our_own_program_is_known_where_the_web_cannot_be_reached() throws InterruptedException {
        var client = documents
                .find(new ClientId("https://giantswarm.github.io/muster/muster-agent.json"))
                .orElseThrow();

        assertThat(client.redirectUris()).containsExactly("http://localhost:3000/callback");
        assertThat(client.isPublic()).isTrue();
        assertThat(ClientTrust.of(client)).isEqualTo(ClientTrust.UNTRUSTED);
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void our_own_program_is_a_client_only_where_documents_are_accepted() throws InterruptedException {
        documents = documents(welcoming(Set.of("client.example"), Set.of()));

        assertThat(documents.find(new ClientId("https://giantswarm.github.io/muster/muster-agent.json")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example/client.json",
                "HTTPS://client.example/client.json",
                "https://client.example",
                "https://client.example/",
                "https://client.example/a/../b",
                "https://client.example/./b",
                "https://client.example/a/%2e%2e/b",
                "https://client.example/a/%2E",
                "https://user@client.example/b",
                "https://client.example/b?x=1",
                "https://client.example/b?",
                "https://client.example/b#f",
                "https:///b",
                "https://",
                "https://client.example/ b",
            })
    void a_url_that_is_no_client_id_is_not_even_fetched(String url) throws InterruptedException {
        web.serve(url, Answer.json(Json.text(DOCUMENT.with("client_id", url))));

        assertThat(documents.find(new ClientId(url))).isEmpty();
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void a_monstrous_client_id_is_not_fetched() throws InterruptedException {
        assertThat(documents.find(new ClientId("https://client.example/" + "a".repeat(300))))
                .isEmpty();
        assertThat(web.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "client_id, absent",
                "client_id, '\"https://client.example/oauth/client.jso\"'",
                "client_id, '\"https://CLIENT.example/oauth/client.json\"'",
                "client_id, '\"https://client.example:443/oauth/client.json\"'",
                "client_name, absent",
                "client_name, '\"\"'",
                "client_name, '\"<b>Bank</b>\"'",
                "client_name, 7",
                "redirect_uris, absent",
                "redirect_uris, '[]'",
                "redirect_uris, '\"https://app.example/cb\"'",
                "redirect_uris, '[\"cursor://x/cb\"]'",
                "redirect_uris, '[\"javascript:alert(1)\"]'",
                "redirect_uris, '[\"http://app.example/cb\"]'",
                "redirect_uris, '[\"https://app.example/cb\",\"https://10.0.0.1/\"]'",
                "redirect_uris, '[\"https://intranet.example/cb\"]'",
                "redirect_uris, '[\"https://nowhere.example/cb\"]'",
                "redirect_uris, '[\"%\"]'",
                "token_endpoint_auth_method, '\"client_secret_basic\"'",
                "token_endpoint_auth_method, '\"client_secret_post\"'",
                "token_endpoint_auth_method, '\"client_secret_jwt\"'",
                "token_endpoint_auth_method, '\"private_key_jwt\"'",
                "token_endpoint_auth_method, '\"tls_client_auth\"'",
                "client_secret, '\"x\"'",
                "client_secret, null",
                "client_secret_expires_at, 0",
                "grant_types, '[\"client_credentials\"]'",
                "response_types, '[\"token\"]'",
                "jwks_uri, '\"http://client.example/keys\"'",
                "client_uri, '\"javascript:alert(1)\"'",
            })
    void a_document_that_breaks_a_rule_makes_no_client(String name, String value) throws InterruptedException {
        publish(value == null ? DOCUMENT.without(name) : DOCUMENT.with(name, Json.parse(value)));

        assertThat(documents.find(ID)).isEmpty();
        assertThat(audited)
                .containsExactly(
                        name.equals("client_id") ? "client_metadata_id_mismatch" : "client_metadata_fetch_failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"client_id\":1,\"client_id\":2}", "<html/>"})
    void what_is_no_json_object_makes_no_client(String document) throws InterruptedException {
        web.serve(URL, Answer.json(document));

        assertThat(documents.find(ID)).isEmpty();
    }

    @Test
    void a_document_with_keys_makes_a_confidential_client() throws InterruptedException {
        publish(DOCUMENT.with("token_endpoint_auth_method", "private_key_jwt")
                .with(
                        "jwks",
                        JsonObject.of("keys", JsonArray.of(TestKey.create("k").jwk()))));

        assertThat(documents.find(ID).orElseThrow().authenticationMethod()).isEqualTo("private_key_jwt");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/json; charset=utf-8, true",
        "'application/json;charset=\"UTF-8\"', true",
        "application/oauth-client+json, true",
        "Application/JSON, true",
        "application/json; charset=utf-16, false",
        "application/json; profile=x, false",
        "text/json, false",
        "text/html, false",
        "application/xml, false",
        "application/jsonp, false",
        "'', false",
    })
    void the_media_type_must_be_json(String type, boolean accepted) throws InterruptedException {
        web.serve(URL, new Answer(200, Headers.of("Content-Type", type), Json.bytes(DOCUMENT)));

        assertThat(documents.find(ID).isPresent()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 302, 303, 307, 308, 400, 401, 404, 410})
    void only_200_is_a_document(int status) throws InterruptedException {
        web.serve(
                URL,
                new Answer(
                        status,
                        Headers.of("Content-Type", "application/json").with("Location", "https://client.example/other"),
                        Json.bytes(DOCUMENT)));

        assertThat(documents.find(ID)).isEmpty();
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    void a_large_document_is_refused_whether_it_says_so_or_not() throws InterruptedException {
        var large = Json.text(DOCUMENT) + " ".repeat(64 << 10);
        web.serve(URL, Answer.json(large));
        assertThat(documents.find(ID)).isEmpty();

        time.advance(Duration.ofSeconds(30));
        web.serve(URL, Answer.json(Json.text(DOCUMENT)).with("Content-Length", "65537"));
        assertThat(documents.find(ID)).isEmpty();
        time.advance(Duration.ofSeconds(30));
        web.serve(URL, Answer.json(Json.text(DOCUMENT)).with("Content-Length", "99999999999999"));
        assertThat(documents.find(ID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 300",
                "max-age=600, 600",
                "'public, max-age=600', 600",
                "max-age=999999999999999999999, 3600",
                "max-age=0, 60",
                "max-age=-1, 300",
                "max-age=x, 300",
                "no-store, 60",
                "'no-cache, max-age=3600', 60",
                "NO-STORE, 60",
            })
    void a_document_is_kept_as_its_site_says_within_bounds(String cacheControl, int seconds)
            throws InterruptedException {
        var answer = Answer.json(Json.text(DOCUMENT));
        web.serve(URL, cacheControl == null ? answer : answer.with("Cache-Control", cacheControl));
        documents.find(ID);

        time.advance(Duration.ofSeconds(seconds).minusMillis(1));
        documents.find(ID);
        assertThat(web.requests()).hasSize(1);
        assertThat(audited).containsExactly("client_metadata_fetched", "client_metadata_cache_hit");
        time.advance(Duration.ofMillis(1));
        documents.find(ID);
        assertThat(web.requests()).hasSize(2);
    }

    @Test
    void a_changed_redirect_uri_counts_from_the_next_fetch_on() throws InterruptedException {
        publish(DOCUMENT);
        documents.find(ID);
        publish(DOCUMENT.with("redirect_uris", JsonArray.ofStrings(List.of("https://client.example/new"))));

        assertThat(documents.find(ID).orElseThrow().redirectUris()).contains("https://app.example/cb");
        time.advance(Duration.ofMinutes(5));
        assertThat(documents.find(ID).orElseThrow().redirectUris()).containsExactly("https://client.example/new");
    }

    @Test
    void failures_are_not_cached_but_the_next_fetch_has_to_wait() throws InterruptedException {
        publish(DOCUMENT.without("client_name"));
        assertThat(documents.find(ID)).isEmpty();

        for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            var before = web.requests(URL);
            assertUnavailable();
            assertThat(web.requests(URL)).isEqualTo(before);
            time.advance(Duration.ofSeconds(pause));
            assertThat(documents.find(ID)).isEmpty();
            assertThat(web.requests(URL)).isEqualTo(before + 1);
        }
        publish(DOCUMENT);
        time.advance(Duration.ofSeconds(30));
        assertThat(documents.find(ID)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONNECT", "TLS", "BROKEN", "TIMEOUT", "UNKNOWN_HOST"})
    void a_site_that_does_not_answer_proves_nothing_about_the_client(Kind kind) {
        web.fail(URL, kind);

        assertUnavailable();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void a_site_in_trouble_proves_nothing_about_the_client(int status) {
        web.serve(URL, Answer.status(status));

        assertUnavailable();
    }

    @Test
    void trouble_of_our_resolver_makes_nobody_wait() throws InterruptedException {
        web.fail(URL, Kind.UNKNOWN_HOST);
        assertUnavailable();
        publish(DOCUMENT);

        assertThat(documents.find(ID)).isPresent();
    }

    @Test
    void a_private_address_is_blocked_cve_2026_45609() throws InterruptedException {
        web.fail(URL, Kind.FORBIDDEN);

        assertThat(documents.find(ID)).isEmpty();
        assertThat(audited).containsExactly("client_metadata_fetch_blocked");
    }

    @Test
    void the_requests_are_bounded_by_a_policy() {
        var policy = MetadataSettings.defaults("x").policy(AddressRule.PUBLIC);

        assertThat(policy.schemes()).containsExactly("https");
        assertThat(policy.addresses()).isEqualTo(AddressRule.PUBLIC);
        assertThat(policy.maxRedirects()).isZero();
        assertThat(policy.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_host_of_the_lab_may_be_private() throws InterruptedException {
        documents = documents(new MetadataSettings(true, Set.of(), Set.of(), Set.of("Client.example"), 1_000, "x"));
        lab.serve(URL, Answer.json(Json.text(DOCUMENT)));

        assertThat(documents.find(ID)).isPresent();
        assertThat(web.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "client.example, '', true",
        "example, '', true",
        "other.example, '', false",
        "lient.example, '', false",
        "'', client.example, false",
        "'', example, false",
        "example, client.example, false",
        "'', other.example, true",
    })
    void an_operator_may_say_which_domains_are_welcome(String allowed, String denied, boolean welcome)
            throws InterruptedException {
        documents = documents(welcoming(set(allowed), set(denied)));
        publish(DOCUMENT);

        assertThat(documents.find(ID).isPresent()).isEqualTo(welcome);
    }

    private static Set<String> set(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text);
    }

    @Test
    void nothing_is_fetched_where_documents_are_off() throws InterruptedException {
        publish(DOCUMENT);
        documents = documents(new MetadataSettings(false, Set.of(), Set.of(), Set.of(), 1_000, "x"));

        assertThat(documents.find(ID)).isEmpty();
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void a_domain_is_asked_three_times_at_once_and_then_once_a_second() throws InterruptedException {
        for (var i = 0; i < 3; i++) {
            assertThat(documents.find(published("/c" + i))).isPresent();
        }
        var fourth = published("/c3");

        assertThatThrownBy(() -> documents.find(fourth)).isInstanceOf(OAuthRejection.class);
        assertThat(audited).endsWith("client_metadata_rate_limited");
        time.advance(Duration.ofSeconds(1));
        assertThat(documents.find(fourth)).isPresent();
    }

    private ClientId published(String path) {
        var url = "https://client.example" + path;
        web.serve(url, Answer.json(Json.text(DOCUMENT.with("client_id", url))));
        return new ClientId(url);
    }

    @Test
    void many_callers_make_one_fetch() throws Exception {
        var go = new CountDownLatch(1);
        web.serve(URL, request -> {
            go.await(20, TimeUnit.SECONDS);
            return new Answer(
                    200,
                    Headers.of("Content-Type", "application/json"),
                    Json.text(DOCUMENT).getBytes(UTF_8));
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Optional<RegisteredClient>>>();
            Callable<Optional<RegisteredClient>> ask = () -> documents.find(ID);
            for (var i = 0; i < 20; i++) {
                results.add(executor.submit(ask));
            }
            go.countDown();
            for (var result : results) {
                assertThat(result.get(20, TimeUnit.SECONDS)).isPresent();
            }
        }
        // A caller that had looked into the cache before the document came may begin a second one after the first
        // ended.
        assertThat(web.requests(URL)).isBetween(1L, 2L);
    }
}
