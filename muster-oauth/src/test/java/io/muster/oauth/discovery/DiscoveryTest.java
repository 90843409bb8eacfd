package io.muster.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.discovery.DiscoveryResult.Unresolved;
import io.muster.testkit.Eventually;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.outbound.OutboundException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private static final String SERVER = "https://mcp.example/v1/mcp";
    private static final String AS = "https://as.example";
    private static final String AS_METADATA = AS + "/.well-known/oauth-authorization-server";
    private static final String ROOT = "https://mcp.example/.well-known/oauth-protected-resource";
    private static final String AT_RESOURCE = "https://mcp.example/.well-known/oauth-authorization-server";

    private final FakeWeb web = new FakeWeb();

    // --- the order of steps

    @Test
    void every_place_is_tried_in_order_and_named_in_the_failure() throws InterruptedException {
        var failure = web.unresolved(SERVER);

        assertThat(failure.trace().stream().map(o -> o.url().toString()))
                .containsExactly(
                        SERVER,
                        ROOT + "/v1/mcp",
                        ROOT,
                        AT_RESOURCE,
                        AT_RESOURCE + "/v1/mcp",
                        "https://mcp.example/.well-known/openid-configuration",
                        "https://mcp.example/.well-known/openid-configuration/v1/mcp",
                        "https://mcp.example/v1/mcp/.well-known/openid-configuration");
        assertThat(failure.trace()).noneMatch(StepOutcome::accepted);
        assertThat(failure.text())
                .startsWith("RFC 9728 protected resource metadata not found at any well-known path (last attempt: ")
                .endsWith("); set spec.auth.authorizationServer.issuer to bypass discovery");
        assertThat(failure.detailed()).contains(ROOT + "/v1/mcp: no such host");
    }

    @Test
    void the_metadata_that_the_challenge_names_comes_first() throws InterruptedException {
        web.challenge(SERVER, "Bearer resource_metadata=\"https://mcp.example/meta\", scope=\"read write\"")
                .page("https://mcp.example/meta", FakeWeb.resource(SERVER, AS))
                .page(ROOT, FakeWeb.resource("https://mcp.example", "https://other.example"))
                .page(AS_METADATA, FakeWeb.metadata(AS));

        var found = web.resolved(SERVER);

        assertThat(found.issuer()).isEqualTo(new Issuer(AS));
        assertThat(found.provenance()).isEqualTo(Provenance.VALIDATED);
        assertThat(found.challengeScopes()).contains(Scopes.of("read", "write"));
        assertThat(found.resource()).isEqualTo(URI.create(SERVER));
        assertThat(web.internet.requests(ROOT)).isZero();
    }

    @Test
    void a_challenge_that_names_nothing_there_is_passed_over_and_its_scope_kept() throws InterruptedException {
        web.challenge(SERVER, "Bearer resource_metadata=\"https://as.example/gone\", scope=\"read\"")
                .status("https://as.example/gone", 404)
                .status(ROOT + "/v1/mcp", 401)
                .page(ROOT, FakeWeb.resource("https://mcp.example", AS))
                .page(AS_METADATA, FakeWeb.metadata(AS));

        var found = web.resolved(SERVER);

        assertThat(found.issuer()).isEqualTo(new Issuer(AS));
        assertThat(found.challengeScopes()).contains(Scopes.of("read"));
        assertThat(found.resourceScopes()).isEqualTo(Scopes.of("read"));
    }

    @Test
    void a_401_that_was_seen_is_not_asked_for_again() throws InterruptedException {
        web.page("https://mcp.example/meta", FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));
        var target = new Target(
                "server",
                URI.create(SERVER),
                Optional.empty(),
                List.of("Bearer resource_metadata=\"https://mcp.example/meta\""));

        assertThat(web.discovery.discover(target)).isInstanceOf(Resolved.class);
        assertThat(web.internet.requests(SERVER)).isZero();
    }

    @Test
    void a_realm_selects_nobody() throws InterruptedException {
        web.challenge(SERVER, "Bearer realm=\"" + AS + "\"").page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.discover(SERVER)).isInstanceOf(Unresolved.class);
    }

    @Test
    void a_server_that_answers_without_a_challenge_ends_nothing() throws InterruptedException {
        web.html(SERVER).page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.discover(SERVER)).isInstanceOf(Resolved.class);
    }

    // --- the pin

    @Test
    void the_operators_word_is_final() throws InterruptedException {
        web.page(AS_METADATA, FakeWeb.metadata(AS));
        var target = pinned(AS);

        var result = (Resolved) web.discovery.discover(target);

        assertThat(result.authorization().provenance()).isEqualTo(Provenance.PINNED);
        assertThat(result.authorization().pinnedScopes()).isEqualTo(Scopes.of("a", "b"));
        assertThat(result.authorization().resource()).isEqualTo(URI.create(SERVER));
        assertThat(web.internet.requests(SERVER)).isZero();
    }

    @Test
    void a_pin_whose_metadata_is_about_somebody_else_stops_the_login() throws InterruptedException {
        web.page(AS_METADATA, FakeWeb.metadata("https://evil.example"))
                .page(ROOT, FakeWeb.resource(SERVER, "https://evil.example"));

        var failure = (Unresolved) web.discovery.discover(pinned(AS));

        assertThat(failure.text())
                .isEqualTo("authorizationServer override: issuer mismatch — spec.auth.authorizationServer.issuer=\""
                        + AS + "\" but AS metadata reports issuer=\"https://evil.example\"");
    }

    @Test
    void a_pin_tolerates_one_slash() throws InterruptedException {
        web.page(AS_METADATA, FakeWeb.metadata(AS + "/"));

        assertThat(web.discovery.discover(pinned(AS))).isInstanceOf(Resolved.class);
    }

    private static Target pinned(String issuer) {
        var pin = new Target.Pin(new Issuer(issuer), Scopes.of("a", "b"));
        return new Target("server", URI.create(SERVER), Optional.of(pin), List.of());
    }

    // --- metadata of the resource

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example, true",
        "https://mcp.example/, true",
        "https://mcp.example/v1, true",
        "https://mcp.example/v1/mcp, true",
        "https://mcp.example/v1/mcp/, true",
        "https://MCP.example:443/v1, true",
        "https://mcp.example/v, false",
        "https://mcp.example/v1/mcp/more, false",
        "https://other.example/v1/mcp, false",
        "http://mcp.example/v1/mcp, false",
        "https://mcp.example:8443/v1, false",
    })
    void metadata_must_be_about_the_server(String resource, boolean accepted) throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(resource, AS)).page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.discover(SERVER) instanceof Resolved).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "'text'",
                "{'authorization_servers': []}",
                "{'authorization_servers': 'https://as.example'}",
                "{'authorization_servers': [1]}",
                "{'authorization_servers': ['http://as.example']}",
                "{'authorization_servers': ['https://as.example?x=y']}",
                "{'authorization_servers': ['https://u:p@as.example']}",
                "{'authorization_servers': ['https://as.example'], 'bearer_methods_supported': ['body']}",
            })
    void unusable_metadata_of_a_resource_is_as_good_as_none(String json) throws InterruptedException {
        web.page(ROOT, json).page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.discover(SERVER)).isInstanceOf(Unresolved.class);
    }

    @Test
    void the_first_server_with_usable_metadata_is_taken() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, "https://gone.example", AS)).page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.resolved(SERVER).issuer()).isEqualTo(new Issuer(AS));
    }

    @Test
    void a_resource_whose_servers_are_all_unusable_is_an_error_and_no_reason_to_guess() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, "https://gone.example", AS))
                .status(AS_METADATA, 500)
                .page(AT_RESOURCE, FakeWeb.metadata("https://mcp.example"));

        var failure = web.unresolved(SERVER);

        assertThat(failure.text())
                .startsWith("no authorization server of " + SERVER + " is usable: https://gone.example (")
                .contains(AS + " (");
        assertThat(web.internet.requests(AT_RESOURCE)).isZero();
    }

    @Test
    void metadata_about_another_issuer_is_not_used() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata("https://evil.example"));

        assertThat(web.unresolved(SERVER).detailed()).contains("it is about another issuer, https://evil.example");
    }

    @Test
    void an_issuer_with_a_path_is_looked_for_in_three_places() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, AS + "/tenant"))
                .page(AS + "/tenant/.well-known/openid-configuration", FakeWeb.metadata(AS + "/tenant"));

        assertThat(web.resolved(SERVER).issuer()).isEqualTo(new Issuer(AS + "/tenant"));
        assertThat(web.internet.requests().stream().map(request -> request.uri().toString()))
                .containsSubsequence(
                        AS_METADATA + "/tenant",
                        AS + "/.well-known/openid-configuration/tenant",
                        AS + "/tenant/.well-known/openid-configuration");
    }

    // --- metadata at the resource, and the issuer rules

    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example", "https://mcp.example/", "https://mcp.example/v1/mcp"})
    void a_resource_that_is_its_own_issuer_is_validated(String issuer) throws InterruptedException {
        web.page(AT_RESOURCE, FakeWeb.metadata(issuer, "https://mcp.example"));

        assertThat(web.resolved(SERVER).provenance()).isEqualTo(Provenance.VALIDATED);
    }

    @Test
    void another_issuer_is_asked_and_its_document_used() throws InterruptedException {
        web.page(AT_RESOURCE, FakeWeb.metadata(AS)).page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(web.resolved(SERVER).provenance()).isEqualTo(Provenance.VALIDATED_VIA_ISSUER);
    }

    @Test
    void an_issuer_that_contradicts_is_right() throws InterruptedException {
        web.page(AT_RESOURCE, FakeWeb.metadata(AS, "https://mcp.example")).page(AS_METADATA, FakeWeb.metadata(AS));

        var found = web.resolved(SERVER);

        assertThat(found.metadata().tokenEndpoint()).isEqualTo(URI.create(AS + "/token"));
        assertThat(found.metadata().authorizationEndpoint()).contains(URI.create(AS + "/authorize"));
        assertThat(found.provenance()).isEqualTo(Provenance.VALIDATED_VIA_ISSUER);
    }

    @Test
    void an_authorization_endpoint_is_completed_only_where_the_token_endpoints_agree() throws InterruptedException {
        web.page(AT_RESOURCE, FakeWeb.metadata(AS))
                .page(AS_METADATA, "{'issuer': '" + AS + "', 'token_endpoint': '" + AS + "/token'}");

        assertThat(web.resolved(SERVER).metadata().authorizationEndpoint()).contains(URI.create(AS + "/authorize"));
    }

    @Test
    void an_issuer_without_metadata_binds_the_document_to_the_server() throws InterruptedException {
        web.page(AT_RESOURCE, """
            {'issuer': 'https://as.example', 'authorization_endpoint': 'https://mcp.example/authorize',
             'token_endpoint': 'https://as.example/token', 'registration_endpoint': 'https://as.example/register'}
            """);

        var found = web.resolved(SERVER);

        assertThat(found.provenance()).isEqualTo(Provenance.RESOURCE_ORIGIN);
        assertThat(found.provenance().isShareable()).isFalse();
        assertThat(found.resource()).isEqualTo(URI.create(SERVER));
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example, https://evil.example, https://as.example",
        "https://evil.example, https://mcp.example, https://mcp.example",
        "https://mcp.example, https://mcp.example, https://evil.example",
        // A code that the issuer gives would be redeemed by the resource.
        "https://as.example, https://mcp.example, https://mcp.example",
    })
    void a_document_that_nobody_confirms_must_not_lead_elsewhere(String authorize, String token, String register)
            throws InterruptedException {
        web.page(AT_RESOURCE, """
            {'issuer': 'https://as.example', 'authorization_endpoint': '%s/authorize',
             'token_endpoint': '%s/token', 'registration_endpoint': '%s/register'}
            """.formatted(authorize, token, register));

        assertThat(web.unresolved(SERVER).detailed()).contains("its issuer does not confirm it");
    }

    // --- bad input

    @Test
    void html_is_no_metadata() throws InterruptedException {
        web.html(ROOT);

        assertThat(web.unresolved(SERVER).detailed()).contains(ROOT + ": the document is not JSON");
    }

    @Test
    void five_megabytes_are_not_read() throws InterruptedException {
        web.internet.serve(ROOT, Answer.json("{\"x\": \"" + "y".repeat(5 << 20) + "\"}"));
        web.internet.fail(ROOT + "/v1/mcp", Kind.TOO_LARGE);

        assertThat(web.unresolved(SERVER).detailed())
                .contains(ROOT + ": the document is larger than 64 KiB")
                .contains(ROOT + "/v1/mcp: the answer is too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mcp.example/meta",
                "http://localhost:8080/meta",
                "http://127.0.0.1/meta",
                "https://[::1]/meta",
                "https://mcp.internal.example/meta",
                "file:///etc/passwd",
                "https://u:p@other.example/meta",
                "::",
            })
    void a_redirect_must_not_lead_inwards_nor_to_less_security(String location) throws InterruptedException {
        web.redirect(ROOT, location);

        assertThat(web.unresolved(SERVER).detailed()).contains(ROOT + ": status 302 to where it must not lead");
        assertThat(web.near.requests()).isEmpty();
    }

    @Test
    void a_redirect_to_a_private_address_is_refused_where_the_connection_is_made() throws InterruptedException {
        web.redirect(ROOT, "https://rebound.example/meta")
                .internet
                .fail("https://rebound.example/meta", Kind.FORBIDDEN);

        assertThat(web.unresolved(SERVER).detailed()).contains(ROOT + ": it leads to an address that is not allowed");
    }

    @Test
    void three_redirects_are_followed_and_no_more() throws InterruptedException {
        web.redirect(ROOT, "/1")
                .redirect("https://mcp.example/1", "2")
                .redirect("https://mcp.example/2", "https://cdn.example/3")
                .page("https://cdn.example/3", FakeWeb.resource(SERVER, AS))
                .page(AS_METADATA, FakeWeb.metadata(AS));
        assertThat(web.discover(SERVER)).isInstanceOf(Resolved.class);

        web.redirect("https://cdn.example/3", "/4").page("https://cdn.example/4", FakeWeb.resource(SERVER, AS));
        assertThat(web.discovery.diagnose(FakeWeb.target(SERVER))).isInstanceOf(Unresolved.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'token_endpoint': 'http://as.example/token'",
                "'token_endpoint': 'file:///token'",
                "'token_endpoint': 7",
                "'authorization_endpoint': 'javascript:alert(1)'",
                "'registration_endpoint': 'http://169.254.169.254/'",
                "'jwks_uri': 'https://u:p@as.example/'",
            })
    void endpoints_must_be_on_the_web(String member) throws InterruptedException {
        var document = FakeWeb.metadata(AS).replace("}", ", " + member + "}");
        var name = member.substring(1, member.indexOf('\'', 1));
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, without(document, name));

        assertThat(web.unresolved(SERVER).detailed()).contains("its " + name + " is not an https URL");
    }

    /** The document with the first of two members of a name removed. */
    private static String without(String document, String name) {
        int first = document.indexOf("'" + name + "'");
        if (first < 0 || first == document.lastIndexOf("'" + name + "'")) {
            return document;
        }
        return document.substring(0, first) + document.substring(document.indexOf("\n", first));
    }

    // --- what is remembered

    @Test
    void what_was_found_is_known_for_half_an_hour() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));
        web.discover(SERVER);
        web.time.advance(Duration.ofMinutes(29));
        web.discover(SERVER);
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(1);

        web.time.advance(Duration.ofMinutes(1));
        web.discover(SERVER);
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void what_was_not_found_is_looked_for_again_after_a_minute() throws InterruptedException {
        web.discover(SERVER);
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));
        web.time.advance(Duration.ofSeconds(59));
        assertThat(web.discover(SERVER)).isInstanceOf(Unresolved.class);

        web.time.advance(Duration.ofSeconds(1));
        assertThat(web.discover(SERVER)).isInstanceOf(Resolved.class);
    }

    @Test
    void another_definition_and_another_challenge_are_other_questions() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));
        web.discover(SERVER);

        web.discovery.discover(pinned(AS));
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);

        web.discovery.discover(new Target(
                "server",
                URI.create(SERVER),
                Optional.empty(),
                List.of("Bearer resource_metadata=\"https://mcp.example/other\"")));
        assertThat(web.internet.requests("https://mcp.example/other")).isEqualTo(1);
    }

    @Test
    void what_has_proven_wrong_is_forgotten() throws InterruptedException {
        web.page(ROOT, FakeWeb.resource(SERVER, AS)).page(AS_METADATA, FakeWeb.metadata(AS));
        web.discover(SERVER);

        web.discovery.forget("server");
        web.discover(SERVER);

        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void many_that_ask_walk_the_chain_once() throws Exception {
        var gate = new CountDownLatch(1);
        web.page(AS_METADATA, FakeWeb.metadata(AS)).internet.serve(ROOT, request -> {
            Eventually.open("the resource answers", gate);
            return Answer.json(FakeWeb.resource(SERVER, AS).replace('\'', '"'));
        });
        var callers = new ArrayList<FutureTask<DiscoveryResult>>();
        for (int i = 0; i < 20; i++) {
            var caller = new FutureTask<>(() -> web.discover(SERVER));
            callers.add(caller);
            Thread.ofVirtual().start(caller);
        }
        gate.countDown();

        for (var caller : callers) {
            assertThat(Eventually.result("a caller has its answer", caller)).isInstanceOf(Resolved.class);
        }
        assertThat(web.internet.requests(ROOT)).isEqualTo(1);
    }
}
