package io.muster.oauth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientIdentity.Dynamic;
import io.muster.oauth.registration.ClientIdentity.MetadataDocument;
import io.muster.oauth.registration.ClientIdentity.PreRegistered;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdentitiesTest {
    private static final String REGISTER = "https://as.example/register";
    private static final ClientSettings PUBLIC = ClientSettings.of("https://muster.example/");

    private final ManualTime time = new ManualTime();
    private final FakeSites internet = new FakeSites();
    private final RegistrationStore store = new StoredRegistrations(new MemoryHashStore(time), time);

    private ClientIdentities identities(ClientSettings settings) {
        return new ClientIdentities(
                settings, store, new MetadataWeb(internet, new FakeSites(), _ -> false, time), time);
    }

    private ClientIdentity choose(ClientSettings settings, AuthorizationServerMetadata server)
            throws InterruptedException {
        return identities(settings).choose(server, Optional.empty(), Scopes.of("read"));
    }

    private static AuthorizationServerMetadata server(String members) {
        return server("https://as.example", members);
    }

    private static AuthorizationServerMetadata server(String issuer, String members) {
        return new AuthorizationServerMetadata(Json.parseObject(("{'issuer': '" + issuer + "', 'token_endpoint':"
                        + " 'https://as.example/token'" + (members.isEmpty() ? "" : ", ") + members + "}")
                .replace('\'', '"')));
    }

    private static AuthorizationServerMetadata registering() {
        return server("'registration_endpoint': '" + REGISTER + "'");
    }

    private void answers(int status, String json) {
        internet.serve(
                REGISTER,
                new Answer(status, Headers.EMPTY, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private JsonObject sent(int request) {
        return Json.parseObject(new String(internet.requests().get(request).body(), StandardCharsets.UTF_8));
    }

    // --- who muster is

    @Test
    void what_an_operator_registered_comes_first() throws InterruptedException {
        var everything =
                server("'registration_endpoint': '" + REGISTER + "', 'client_id_metadata_document_supported': true");
        var settings = new ClientSettings(
                "https://muster.example",
                Optional.of(new ClientId("muster")),
                ClientSettings.CALLBACK_PATH,
                ClientSettings.DOCUMENT_PATH,
                ClientSettings.SCOPES);
        var own = new ClientCredentials.Basic(new ClientId("own"), new Secret("s"));

        assertThat(choose(settings, everything))
                .isEqualTo(new PreRegistered(new ClientCredentials.Public(new ClientId("muster"))));
        assertThat(identities(settings).choose(everything, Optional.of(own), Scopes.NONE))
                .isEqualTo(new PreRegistered(own));
    }

    @Test
    void a_document_is_used_where_it_is_accepted_and_can_be_fetched() throws InterruptedException {
        var accepting =
                server("'registration_endpoint': '" + REGISTER + "', 'client_id_metadata_document_supported': true");
        answers(201, "{'client_id': 'dynamic'}");

        assertThat(choose(PUBLIC, accepting).id())
                .isEqualTo(new ClientId("https://muster.example/.well-known/oauth-client.json"));
        assertThat(choose(ClientSettings.of("http://localhost:8090"), accepting))
                .isInstanceOf(Dynamic.class);
    }

    @Test
    void a_server_that_offers_nothing_is_shown_the_document_all_the_same() throws InterruptedException {
        assertThat(choose(ClientSettings.of("http://localhost:8090"), server("")))
                .isEqualTo(new MetadataDocument(
                        new ClientCredentials.Public(
                                new ClientId("http://localhost:8090/.well-known/oauth-client.json")),
                        false));
    }

    @Test
    void the_documents_own_url_is_no_registered_client() throws InterruptedException {
        var settings = new ClientSettings(
                "https://muster.example",
                Optional.of(new ClientId("https://muster.example/.well-known/oauth-client.json")),
                ClientSettings.CALLBACK_PATH,
                ClientSettings.DOCUMENT_PATH,
                ClientSettings.SCOPES);

        assertThat(choose(settings, server(""))).isInstanceOf(MetadataDocument.class);
        assertThat(settings.isPublished()).isTrue();
    }

    // --- registration

    @Test
    void a_registration_says_what_the_document_says_and_what_kind_of_application_it_is() throws InterruptedException {
        answers(201, "{'client_id': 'dynamic', 'registration_access_token': 't'}");

        var chosen = (Dynamic) choose(PUBLIC, registering());

        assertThat(chosen.id()).isEqualTo(new ClientId("dynamic"));
        assertThat(sent(0)).isEqualTo(Json.parseObject("""
            {"client_name": "Muster MCP Aggregator", "client_uri": "https://github.com/giantswarm/muster",
             "redirect_uris": ["https://muster.example/oauth/proxy/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none", "software_id": "giantswarm-muster",
             "software_version": "1.0.0", "application_type": "web", "scope": "read"}
            """));
    }

    @ParameterizedTest
    @CsvSource({
        "https://muster.example, web",
        "http://localhost:8090, native",
        "http://127.0.0.1:8090, native",
    })
    void the_kind_of_application_follows_the_redirect(String publicUrl, String type) throws InterruptedException {
        answers(201, "{'client_id': 'dynamic'}");

        choose(ClientSettings.of(publicUrl), registering());

        assertThat(sent(0).text("application_type")).contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "'', none",
        "'none,client_secret_basic', none",
        "'client_secret_post,client_secret_basic', client_secret_basic",
        "'client_secret_post', client_secret_post",
        "'private_key_jwt', none",
    })
    void the_simplest_authentication_that_is_offered_is_asked_for(String offered, String asked)
            throws InterruptedException {
        answers(201, "{'client_id': 'dynamic', 'client_secret': 's'}");
        var methods = offered.isEmpty()
                ? ""
                : ", 'token_endpoint_auth_methods_supported': ['" + offered.replace(",", "', '") + "']";

        choose(PUBLIC, server("'registration_endpoint': '" + REGISTER + "'" + methods));

        assertThat(sent(0).text("token_endpoint_auth_method")).contains(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post", "none"})
    void what_the_answer_says_of_authentication_counts(String method) throws InterruptedException {
        answers(200, "{'client_id': 'd', 'client_secret': 's', 'token_endpoint_auth_method': '" + method + "'}");

        var chosen = choose(PUBLIC, registering());

        assertThat(chosen.credentials().getClass().getSimpleName())
                .isEqualTo(
                        switch (method) {
                            case "client_secret_basic" -> "Basic";
                            case "client_secret_post" -> "Post";
                            default -> "Public";
                        });
    }

    @Test
    void a_server_that_dislikes_the_kind_of_application_is_asked_once_more() throws InterruptedException {
        internet.serve(
                REGISTER,
                request -> new String(request.body(), StandardCharsets.UTF_8).contains("native")
                        ? new Answer(
                                400,
                                Headers.EMPTY,
                                "{\"error\":\"invalid_client_metadata\"}".getBytes(StandardCharsets.UTF_8))
                        : Answer.json("{\"client_id\":\"d\"}"));

        assertThat(choose(ClientSettings.of("http://localhost:8090"), registering()))
                .isInstanceOf(Dynamic.class);
        assertThat(internet.requests()).hasSize(2);
    }

    @Test
    void a_registration_is_made_once_and_kept_for_its_issuer_and_redirect_alone() throws InterruptedException {
        answers(201, "{'client_id': 'dynamic'}");
        choose(PUBLIC, registering());
        choose(PUBLIC, registering());
        assertThat(internet.requests()).hasSize(1);

        choose(PUBLIC, server("https://other.example", "'registration_endpoint': '" + REGISTER + "'"));
        choose(ClientSettings.of("https://moved.example"), registering());
        assertThat(internet.requests()).hasSize(3);
    }

    @Test
    void a_secret_that_ended_and_a_client_that_is_unknown_are_replaced() throws InterruptedException {
        answers(
                201,
                "{'client_id': 'd', 'client_secret': 's', 'client_secret_expires_at': "
                        + time.instant().plusSeconds(60).getEpochSecond() + "}");
        var identities = identities(PUBLIC);
        identities.choose(registering(), Optional.empty(), Scopes.NONE);
        time.advance(Duration.ofSeconds(60));
        var second = identities.choose(registering(), Optional.empty(), Scopes.NONE);
        assertThat(internet.requests()).hasSize(2);

        identities.reject(second);
        identities.choose(registering(), Optional.empty(), Scopes.NONE);
        assertThat(internet.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_scope", "invalid_scope", "invalid_client_metadata"})
    void a_server_that_dislikes_the_scopes_is_asked_without(String error) throws InterruptedException {
        internet.serve(REGISTER, request -> {
            var said = new String(request.body(), StandardCharsets.UTF_8).contains("\"scope\"");
            var json = said ? "{\"error\":\"" + error + "\"}" : "{\"client_id\":\"dynamic\"}";
            return new Answer(said ? 403 : 201, Headers.EMPTY, json.getBytes(StandardCharsets.UTF_8));
        });

        assertThat(choose(PUBLIC, registering()).id()).isEqualTo(new ClientId("dynamic"));

        assertThat(sent(0).text("scope")).contains("read");
        assertThat(sent(internet.requests().size() - 1).text("scope")).isEmpty();
    }

    /** Keycloak, where the realm names neither the host of the home page nor its own scopes. */
    @Test
    void a_server_that_dislikes_the_home_page_too_is_asked_without_either() throws InterruptedException {
        internet.serve(REGISTER, request -> {
            var body = new String(request.body(), StandardCharsets.UTF_8);
            var trusted = !body.contains("\"scope\"") && !body.contains("\"client_uri\"");
            var json = trusted ? "{\"client_id\":\"dynamic\"}" : "{\"error\":\"insufficient_scope\"}";
            return new Answer(trusted ? 201 : 403, Headers.EMPTY, json.getBytes(StandardCharsets.UTF_8));
        });

        assertThat(choose(PUBLIC, registering()).id()).isEqualTo(new ClientId("dynamic"));

        assertThat(internet.requests()).hasSize(3);
        assertThat(sent(1).text("client_uri")).isPresent();
        assertThat(sent(2).text("client_name")).contains("Muster MCP Aggregator");
        assertThat(sent(2).values("redirect_uris")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"403, {}", "401, {}", "400, {'error': 'invalid_redirect_uri'}", "500, {}", "201, {}", "201, []"})
    void a_server_that_does_not_register_is_shown_the_document_and_left_alone_for_ten_minutes(int status, String body)
            throws InterruptedException {
        answers(status, body);
        var identities = identities(PUBLIC);

        var first = identities.choose(registering(), Optional.empty(), Scopes.NONE);
        int asked = internet.requests().size();
        identities.choose(registering(), Optional.empty(), Scopes.NONE);

        assertThat(first).isInstanceOf(MetadataDocument.class);
        assertThat(internet.requests()).hasSize(asked);

        time.advance(Duration.ofMinutes(10));
        identities.choose(registering(), Optional.empty(), Scopes.NONE);
        assertThat(internet.requests()).hasSizeGreaterThan(asked);
    }

    @Test
    void a_client_without_an_id_is_never_gone_on_with() throws InterruptedException {
        answers(201, "{'client_id': ' '}");

        assertThat(choose(PUBLIC, registering()).id().value()).isNotBlank();
    }

    // --- the document

    @Test
    void the_document_is_what_servers_expect() {
        var document = new ClientDocument(PUBLIC);

        var answer = document.handle(HttpRequest.of("GET", "/", Headers.EMPTY, new byte[0]));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("Content-Type")).contains("application/json");
        assertThat(answer.headers().first("Cache-Control")).contains("public, max-age=3600");
        assertThat(answer.headers().first("Access-Control-Allow-Origin")).contains("*");
        assertThat(document.json()).isEqualTo(Json.parseObject("""
            {"client_id": "https://muster.example/.well-known/oauth-client.json",
             "client_name": "Muster MCP Aggregator", "client_uri": "https://github.com/giantswarm/muster",
             "redirect_uris": ["https://muster.example/oauth/proxy/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none",
             "scope": "openid profile email groups offline_access",
             "software_id": "giantswarm-muster", "software_version": "1.0.0"}
            """));
        assertThat(document.handle(HttpRequest.of("POST", "/", Headers.EMPTY, new byte[0]))
                        .status())
                .isEqualTo(405);
    }
}
