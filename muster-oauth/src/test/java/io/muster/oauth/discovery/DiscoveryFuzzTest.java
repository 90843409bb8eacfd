package io.muster.oauth.discovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.oauth.Loopback;
import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.discovery.DiscoveryResult.Unresolved;
import io.muster.oauth.metadata.WebUrl;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.http.Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Any document and any challenge that leads to an authorization server. */
class DiscoveryFuzzTest {
    private static final String SERVER = "https://mcp.example/v1/mcp";
    private static final String RESOURCE = "https://mcp.example/.well-known/oauth-protected-resource";
    private static final String AS = "https://as.example";
    private static final String METADATA = AS + "/.well-known/oauth-authorization-server";
    private static final int MOST_REQUESTS = 50;

    @FuzzTest
    void a_resource_document_leads_to_a_server_or_to_none(byte[] document) throws InterruptedException {
        var web = web();
        web.internet.serve(RESOURCE, document(document));

        check(web, web.discovery.diagnose(FakeWeb.target(SERVER)));
    }

    @FuzzTest
    void a_server_document_is_believed_or_not(byte[] document) throws InterruptedException {
        var web = web().page(RESOURCE, FakeWeb.resource(SERVER, AS));
        web.internet.serve(METADATA, document(document));

        check(web, web.discovery.diagnose(FakeWeb.target(SERVER)));
    }

    @FuzzTest
    void a_challenge_leads_to_a_server_or_to_none(byte[] challenge) throws InterruptedException {
        var text = new String(challenge, ISO_8859_1);
        if (text.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
            var web = web().challenge(SERVER, text).page("https://mcp.example/meta", FakeWeb.resource(SERVER, AS));

            check(web, web.discovery.diagnose(FakeWeb.target(SERVER)));
        }
    }

    /** Of one input, so that nothing of an earlier one shows. */
    private static FakeWeb web() {
        return new FakeWeb().page(METADATA, FakeWeb.metadata(AS));
    }

    private static Answer document(byte[] content) {
        return new Answer(200, Headers.of("Content-Type", "application/json"), content);
    }

    /** Whatever strangers say, they are asked over TLS, in few steps, and what is found can be used. */
    private static void check(FakeWeb web, DiscoveryResult result) {
        assertThat(web.near.requests())
                .hasSizeLessThan(MOST_REQUESTS)
                .allMatch(request -> isNear(request.uri().getHost()));
        assertThat(web.internet.requests())
                .hasSizeLessThan(MOST_REQUESTS)
                .allMatch(request -> "https".equalsIgnoreCase(request.uri().getScheme()))
                .noneMatch(request -> isNear(request.uri().getHost()));
        switch (result) {
            case Resolved(var found, var _) -> {
                var metadata = found.metadata();
                assertThat(Stream.of(
                                        metadata.authorizationEndpoint(),
                                        Optional.of(metadata.tokenEndpoint()),
                                        metadata.registrationEndpoint(),
                                        metadata.revocationEndpoint())
                                .flatMap(Optional::stream))
                        .allMatch(WebUrl::isAcceptable);
                assertThat(URI.create(found.issuer().value())).matches(WebUrl::isAcceptable);
            }
            case Unresolved unresolved ->
                assertThat(unresolved.text().lines()).as("one line").hasSize(1);
        }
    }

    /** This machine, and what the operator configured. */
    private static boolean isNear(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return Loopback.is(name) || name.equals("mcp.internal.example");
    }
}
