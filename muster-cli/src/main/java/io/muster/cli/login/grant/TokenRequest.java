package io.muster.cli.login.grant;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A token request as it goes over the line. Pure. */
final class TokenRequest {
    private TokenRequest() {}

    static OutboundRequest of(URI endpoint, ClientAuthentication client, TokenGrant grant, Deadline deadline) {
        var form = new LinkedHashMap<String, String>();
        switch (grant) {
            case TokenGrant.AuthorizationCode code -> {
                form.put("grant_type", "authorization_code");
                form.put("code", code.code().reveal());
                form.put("redirect_uri", code.redirectUri().toString());
                form.put("code_verifier", code.verifier().reveal());
            }
            case TokenGrant.Refresh refresh -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", refresh.refreshToken().reveal());
            }
        }
        grant.resource().ifPresent(resource -> form.put("resource", resource.value()));
        var headers =
                Headers.of("Content-Type", "application/x-www-form-urlencoded").with("Accept", "application/json");
        switch (client) {
            case ClientAuthentication.Public(var id) -> form.put("client_id", id.value());
            case ClientAuthentication.SecretInForm(var id, var secret) -> {
                form.put("client_id", id.value());
                form.put("client_secret", secret.reveal());
            }
            case ClientAuthentication.SecretInHeader(var id, var secret) ->
                headers = headers.with("Authorization", basic(id.value(), secret.reveal()));
        }
        return new OutboundRequest("POST", endpoint, headers, text(form).getBytes(StandardCharsets.US_ASCII), deadline);
    }

    /** Both parts are encoded as in a form first (RFC 6749 section 2.3.1). */
    private static String basic(String id, String secret) {
        var pair = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
