package io.muster.cli.setup.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientSettings;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginExaminationTest {
    private static final String SERVER = "https://mcp.example/v1/mcp";
    private static final String ISSUER = "https://as.example";
    private static final ClientSettings LOCAL = ClientSettings.of("http://localhost:8090");
    private static final ClientSettings PUBLIC = ClientSettings.of("https://muster.example");

    private final FakeSites web = new FakeSites();
    private final ManualTime time = new ManualTime();

    private LoginFinding examine(ClientSettings settings, Optional<Issuer> issuer) throws InterruptedException {
        return examine(new KnownClients(settings, Map.of()), issuer);
    }

    private LoginFinding examine(KnownClients clients, Optional<Issuer> issuer) throws InterruptedException {
        var sites = new MetadataWeb(web, web, "mcp.example"::equals, time);
        return new LoginExamination(sites, clients, time).of(URI.create(SERVER), issuer);
    }

    private String report(ClientSettings settings) throws InterruptedException {
        return String.join("\n", new LoginReport(examine(settings, Optional.empty())).lines());
    }

    private void challenges(String challenge) {
        web.serve(SERVER, Answer.status(401).with("WWW-Authenticate", challenge));
    }

    /** A server and an authorization server as the standards want them. */
    private void exemplary(String more) {
        challenges("Bearer resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource/v1/mcp\","
                + " scope=\"read write\"");
        web.serve(
                "https://mcp.example/.well-known/oauth-protected-resource/v1/mcp",
                Answer.json("{\"resource\":\"" + SERVER + "\",\"authorization_servers\":[\"" + ISSUER + "\"]}"));
        authorizationServer(more);
    }

    private void authorizationServer(String more) {
        web.serve(
                ISSUER + "/.well-known/oauth-authorization-server",
                Answer.json(("{'issuer':'" + ISSUER + "','authorization_endpoint':'" + ISSUER + "/authorize',"
                                + "'token_endpoint':'" + ISSUER + "/token'" + more + "}")
                        .replace('\'', '"')));
    }

    private static final String S256 = ",'code_challenge_methods_supported':['S256']";
    private static final String REGISTRATION = ",'registration_endpoint':'" + ISSUER + "/register'";

    @Test
    void every_step_is_told_with_what_came_of_it() throws InterruptedException {
        exemplary(S256 + REGISTRATION);

        assertThat(report(LOCAL)).isEqualTo("""
                        Discovery for https://mcp.example/v1/mcp
                          ok  challenge of the server: https://mcp.example/v1/mcp: names https://mcp.example/.well-known/oauth-protected-resource/v1/mcp
                          ok  resource metadata named by the challenge: https://mcp.example/.well-known/oauth-protected-resource/v1/mcp: names [https://as.example]
                          ok  metadata of the authorization server: https://as.example/.well-known/oauth-authorization-server: issuer https://as.example

                        Issuer:      https://as.example
                        Provenance:  validated (found where this issuer publishes it)
                        Client:      registers itself (DCR) at https://as.example/register
                        PKCE:        S256
                        Scopes:      read write (from the challenge)
                        Resource:    https://mcp.example/v1/mcp
                        Authorize:   https://as.example/authorize
                        Token:       https://as.example/token

                        A login is possible. To configure:
                          spec:
                            type: streamable-http
                            url: https://mcp.example/v1/mcp
                            auth:
                              type: oauth""");
        assertThat(web.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void a_server_that_says_nothing_is_told_place_by_place() throws InterruptedException {
        web.serve(SERVER, Answer.status(200));

        var finding = examine(LOCAL, Optional.empty());

        assertThat(finding.isPossible()).isFalse();
        assertThat(new LoginReport(finding).lines())
                .contains(
                        "  --  challenge of the server: https://mcp.example/v1/mcp: status 200 without a challenge",
                        "  --  resource metadata at its well-known path (RFC 9728):"
                                + " https://mcp.example/.well-known/oauth-protected-resource/v1/mcp: no such host",
                        "No login is possible:")
                .last()
                .asString()
                .contains("set spec.auth.authorizationServer.issuer to bypass discovery");
    }

    @Test
    void an_issuer_that_somebody_names_is_asked_and_belongs_to_the_definition() throws InterruptedException {
        authorizationServer(S256 + REGISTRATION);

        var finding = examine(LOCAL, Optional.of(new Issuer(ISSUER)));

        assertThat(finding.isPossible()).isTrue();
        assertThat(new LoginReport(finding).lines())
                .contains("Provenance:  pinned (you named it, and its own metadata agrees)")
                .endsWith("      authorizationServer:", "        issuer: " + ISSUER);
    }

    @Test
    void a_server_without_pkce_is_of_no_use() throws InterruptedException {
        exemplary(REGISTRATION);

        var finding = examine(LOCAL, Optional.empty());

        assertThat(finding.isPossible()).isFalse();
        assertThat(finding.problems()).singleElement().asString().contains("does not advertise S256 PKCE");
    }

    @Test
    void where_no_client_registers_itself_somebody_has_to() throws InterruptedException {
        exemplary(S256);

        assertThat(report(LOCAL))
                .contains("register Muster there with the redirect URI http://localhost:8090/oauth/proxy/callback");

        var registered = new ClientSettings(
                "http://localhost:8090",
                Optional.of(new ClientId("muster-1")),
                ClientSettings.CALLBACK_PATH,
                ClientSettings.DOCUMENT_PATH,
                ClientSettings.SCOPES);
        assertThat(report(registered)).contains("Client:      pre-registered as muster-1", "A login is possible.");
    }

    @Test
    void a_client_that_is_registered_with_one_issuer_counts_there_alone() throws InterruptedException {
        exemplary(S256);

        var elsewhere = Map.of(issuer("https://other.example"), new ClientId("muster-2"));
        assertThat(examine(new KnownClients(LOCAL, elsewhere), Optional.empty()).isPossible())
                .isFalse();

        var here = Map.of(issuer(ISSUER + "/"), new ClientId("muster-3"));
        var json = new LoginReport(examine(new KnownClients(LOCAL, here), Optional.empty())).json();
        assertThat(json.isTrue("possible")).isTrue();
        assertThat(json.object("authorization").orElseThrow().text("client_id")).contains("muster-3");
    }

    private static Issuer issuer(String text) {
        return Issuer.parse(text).orElseThrow();
    }

    @Test
    void a_document_describes_only_who_has_a_public_address() throws InterruptedException {
        exemplary(S256 + ",'client_id_metadata_document_supported':true");

        assertThat(report(LOCAL)).contains("set aggregator.oauth.mcpClient.publicUrl to an https URL");
        assertThat(report(PUBLIC))
                .contains("by its metadata document (CIMD), https://muster.example/.well-known/oauth-client.json");
    }

    @Test
    void programs_are_told_the_same() throws InterruptedException {
        exemplary(S256 + REGISTRATION);

        var json = new LoginReport(examine(LOCAL, Optional.empty())).json();

        assertThat(json.isTrue("possible")).isTrue();
        assertThat(json.values("steps")).hasSize(3);
        assertThat(json.values("problems")).isEmpty();
        var authorization = json.object("authorization").orElseThrow();
        assertThat(authorization.text("issuer")).contains(ISSUER);
        assertThat(authorization.text("provenance")).contains("validated");
        assertThat(authorization.text("client")).contains("registration");
        assertThat(authorization.text("redirect_uri")).contains("http://localhost:8090/oauth/proxy/callback");
        assertThat(authorization.isTrue("pkce")).isTrue();
    }
}
