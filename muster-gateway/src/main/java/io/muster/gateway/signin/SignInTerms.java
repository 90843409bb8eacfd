package io.muster.gateway.signin;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Endpoint;
import io.muster.oauth.Issuer;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.discovery.Target;
import io.muster.oauth.metadata.WebUrl;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a definition says about logins to its server.
 *
 * @param backend its name
 * @param url where it is
 * @param pin the authorization server that the operator named
 * @param sendResource whether that is told what a token is for
 */
record SignInTerms(String backend, URI url, Optional<Target.Pin> pin, boolean sendResource) {
    static SignInTerms of(BackendSpec spec) {
        var url = switch (spec.endpoint()) {
            case Endpoint.StreamableHttp(var at, var _) -> at;
            case Endpoint.Sse(var at, var _) -> at;
            case Endpoint.Stdio _ -> throw new IllegalArgumentException("nobody logs in to the process " + spec.name());
        };
        var policy = policy(spec);
        return new SignInTerms(
                spec.name(),
                url,
                policy.pin().map(pin -> new Target.Pin(new Issuer(pin.issuer()), pin.scopes())),
                policy.sendResource());
    }

    /** A server that asked for a login of its own accord has no more to say about it. */
    private static CredentialPolicy.SignIn policy(BackendSpec spec) {
        return spec.access() instanceof Access.PerSession session
                        && session.policy() instanceof CredentialPolicy.SignIn declared
                ? declared
                : new CredentialPolicy.SignIn(Optional.empty(), true);
    }

    Target target() {
        return new Target(backend, url, pin, List.of());
    }

    /** Changes with everything that tokens depend on. */
    String definition() {
        return String.join(
                " ", url.toString(), pin.map(named -> named.issuer().value()).orElse("-"), sendResource ? "+" : "-");
    }

    /** The resource under which tokens are kept: what the authorization server is told, or else where the server is. */
    URI resource(ResolvedAuthorization authorization) {
        return resource(sendResource ? Optional.of(authorization.resource()) : Optional.empty());
    }

    URI resource(Optional<URI> told) {
        return told.orElseGet(() -> URI.create(WebUrl.origin(url) + WebUrl.path(url)));
    }

    /** Whether a login that was begun some time ago is for the server as it is defined now. */
    boolean fits(Issuer issuer, Optional<URI> told) {
        var named = pin.map(wanted -> wanted.issuer().matches(issuer)).orElse(true);
        return named
                && told.isPresent() == sendResource
                && told.map(this::isWithin).orElse(true);
    }

    private boolean isWithin(URI resource) {
        var path = WebUrl.path(resource);
        return WebUrl.origin(resource).equals(WebUrl.origin(url)) && (WebUrl.path(url) + "/").startsWith(path + "/");
    }
}
