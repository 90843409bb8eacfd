package io.muster.authserver.client;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.Secret;
import io.muster.wire.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who a request says that it comes from, and by what it means to prove that. */
sealed interface PresentedClient {
    /** Nothing but an identifier. */
    record Named(String id) implements PresentedClient {}

    /**
     * A secret, in the header or in the form.
     *
     * @param pairs the ways to read it, most standard first
     */
    record WithSecret(List<Pair> pairs) implements PresentedClient {}

    /** A signed assertion (RFC 7523 section 2.2). */
    record WithAssertion(String assertion, Optional<String> id) implements PresentedClient {}

    /** Identifier and secret. */
    record Pair(String id, Secret secret) {}

    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /**
     * @throws OAuthRejection when there is no identifier, more than one method, or a header that cannot be read
     */
    static PresentedClient of(HttpRequest request, FormParameters form) {
        var basic = basic(request);
        var secret = form.text("client_secret");
        var assertion = form.text("client_assertion");
        var id = form.text("client_id");
        var methods = (basic.isPresent() ? 1 : 0) + (secret.isPresent() ? 1 : 0) + (assertion.isPresent() ? 1 : 0);
        if (methods > 1) {
            throw new OAuthRejection(
                    OAuthError.invalidRequest("More than one method of client authentication is used"));
        }
        if (basic.isPresent()) {
            return header(basic.get(), id);
        }
        if (assertion.isPresent()) {
            if (!form.text("client_assertion_type").equals(Optional.of(ASSERTION_TYPE))) {
                throw new OAuthRejection(OAuthError.invalidRequest("client_assertion_type is not supported"));
            }
            return new WithAssertion(assertion.get(), id);
        }
        var named = form.required("client_id", "client_id is required");
        return secret.<PresentedClient>map(value -> new WithSecret(List.of(new Pair(named, new Secret(value)))))
                .orElseGet(() -> new Named(named));
    }

    private static Optional<String> basic(HttpRequest request) {
        return request.header("Authorization")
                .map(String::strip)
                .filter(value -> value.equalsIgnoreCase("Basic") || value.regionMatches(true, 0, "Basic ", 0, 6))
                .map(value -> value.substring(5).strip());
    }

    private static PresentedClient header(String credentials, Optional<String> formId) {
        var text = decoded(credentials);
        var colon = text.indexOf(':');
        if (colon <= 0) {
            throw new OAuthRejection(OAuthError.invalidClient("Client authentication failed"));
        }
        var raw = new Pair(text.substring(0, colon), new Secret(text.substring(colon + 1)));
        var pairs = new ArrayList<Pair>();
        formDecoded(raw).filter(pair -> !pair.id().isEmpty()).ifPresent(pairs::add);
        if (!pairs.contains(raw)) {
            pairs.add(raw);
        }
        pairs.removeIf(pair -> formId.isPresent() && !formId.get().equals(pair.id()));
        if (pairs.isEmpty()) {
            throw new OAuthRejection(new OAuthError(
                    400, "invalid_client", "client_id in Basic Authorization header does not match form parameter"));
        }
        return new WithSecret(List.copyOf(pairs));
    }

    private static String decoded(String credentials) {
        try {
            var bytes = Base64.getDecoder().decode(credentials);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new OAuthRejection(OAuthError.invalidClient("Client authentication failed"));
        }
    }

    /** As RFC 6749 section 2.3.1 has it, and few clients do it. */
    private static Optional<Pair> formDecoded(Pair raw) {
        try {
            var id = URLDecoder.decode(raw.id(), StandardCharsets.UTF_8);
            var secret = URLDecoder.decode(raw.secret().reveal(), StandardCharsets.UTF_8);
            return Optional.of(new Pair(id, new Secret(secret)));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }
}
