package io.muster.oauth.codeflow;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a browser is sent to an authorization endpoint with (RFC 6749 section 4.1.1).
 *
 * @param additional further parameters, such as {@code prompt}; they cannot replace those of the protocol
 */
record AuthorizationRequest(
        ClientId client,
        URI redirectUri,
        String state,
        Pkce pkce,
        Scopes scopes,
        Optional<URI> resource,
        Map<String, String> additional) {
    AuthorizationRequest {
        additional = Map.copyOf(additional);
    }

    /** The endpoint with the request added to whatever query it has. */
    URI at(URI endpoint) {
        var query = parameters().entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        var text = endpoint.toString();
        return URI.create(text + (endpoint.getRawQuery() == null ? "?" : "&") + query);
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.value());
        parameters.put("redirect_uri", redirectUri.toString());
        parameters.put("state", state);
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        if (!scopes.isEmpty()) {
            parameters.put("scope", scopes.toString());
        }
        resource.ifPresent(uri -> parameters.put("resource", uri.toString()));
        additional.forEach(parameters::putIfAbsent);
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
