package io.muster.oauth.discovery;

import io.muster.oauth.metadata.MetadataWeb;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The internet, and what is near, for discovery. */
final class FakeWeb {
    final ManualTime time = new ManualTime();
    final FakeSites internet = new FakeSites();
    final FakeSites near = new FakeSites();
    final MetadataWeb web = new MetadataWeb(internet, near, "mcp.internal.example"::equals, time);
    final Discovery discovery = new Discovery(web, time);

    /** A page on the internet; single quotes stand for double ones. */
    FakeWeb page(String url, String json) {
        internet.serve(url, Answer.json(json.replace('\'', '"')));
        return this;
    }

    FakeWeb status(String url, int status) {
        internet.serve(url, Answer.status(status));
        return this;
    }

    FakeWeb redirect(String url, String location) {
        internet.serve(url, Answer.status(302).with("Location", location));
        return this;
    }

    FakeWeb challenge(String url, String header) {
        internet.serve(url, Answer.status(401).with("WWW-Authenticate", header));
        return this;
    }

    FakeWeb html(String url) {
        internet.serve(
                url,
                new Answer(
                        200,
                        Headers.of("Content-Type", "text/html"),
                        "<html>welcome</html>".getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    DiscoveryResult discover(String url) throws InterruptedException {
        return discovery.discover(target(url));
    }

    ResolvedAuthorization resolved(String url) throws InterruptedException {
        return ((DiscoveryResult.Resolved) discover(url)).authorization();
    }

    DiscoveryResult.Unresolved unresolved(String url) throws InterruptedException {
        return (DiscoveryResult.Unresolved) discover(url);
    }

    static Target target(String url) {
        return new Target("server", URI.create(url), Optional.empty(), List.of());
    }

    /** Metadata of an issuer whose endpoints are at another place. */
    static String metadata(String issuer, String endpoints) {
        return """
            {'issuer': '%1$s',
             'authorization_endpoint': '%2$s/authorize',
             'token_endpoint': '%2$s/token',
             'registration_endpoint': '%2$s/register',
             'code_challenge_methods_supported': ['S256']}
            """.formatted(issuer, endpoints);
    }

    static String metadata(String issuer) {
        return metadata(issuer, issuer);
    }

    static String resource(String resource, String... servers) {
        return "{'resource': '%s', 'authorization_servers': ['%s'], 'scopes_supported': ['read']}"
                .formatted(resource, String.join("', '", servers));
    }
}
