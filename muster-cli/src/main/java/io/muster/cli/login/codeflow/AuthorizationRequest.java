package io.muster.cli.login.codeflow;

import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One attempt to get a code for a person: what the browser is sent to the authorization server with.
 *
 * @param target who is asked for what
 * @param state ties the answer to this attempt
 * @param pkce ties the code to this client
 * @param additional further parameters, such as {@code prompt}; they cannot replace those of the protocol
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1">RFC 6749, 4.1.1: authorization request</a>
 */
public record AuthorizationRequest(Target target, Secret state, Pkce pkce, Map<String, String> additional) {
    /**
     * Who is asked for what.
     *
     * @param endpoint the authorization endpoint; a query of its own is kept
     * @param redirectUri where the browser is sent back to
     * @param scopes not sent when there are none
     * @param resource what the token is for (RFC 8707); not sent when empty
     */
    public record Target(
            URI endpoint, ClientId client, URI redirectUri, Scopes scopes, Optional<ResourceUri> resource) {}

    public AuthorizationRequest {
        additional = Map.copyOf(additional);
    }

    /** A new attempt; the generator must be one for secrets. */
    public static AuthorizationRequest begin(Target target, Map<String, String> additional, RandomGenerator random) {
        return new AuthorizationRequest(target, RandomText.next(random), Pkce.create(random), additional);
    }

    /** Where to send the browser. */
    public URI uri() {
        var query = parameters().entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        var endpoint = target.endpoint().toString();
        var fragment = endpoint.indexOf('#');
        var base = fragment < 0 ? endpoint : endpoint.substring(0, fragment);
        var separator = target.endpoint().getRawQuery() == null ? "?" : base.endsWith("?") ? "" : "&";
        return URI.create(base + separator + query);
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", target.client().value());
        parameters.put("redirect_uri", target.redirectUri().toString());
        if (!target.scopes().isEmpty()) {
            parameters.put("scope", target.scopes().toString());
        }
        parameters.put("state", state.reveal());
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", Pkce.METHOD);
        target.resource().ifPresent(resource -> parameters.put("resource", resource.value()));
        additional.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(more -> parameters.putIfAbsent(more.getKey(), more.getValue()));
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
