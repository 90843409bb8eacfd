package io.muster.authserver.authorize;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.wire.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks for, as far as this server agrees (OAuth 2.1 section 4.1.1, RFC 7636, RFC 8707, RFC 9449 section 10).
 * Reading it has no effects.
 *
 * @param state of the client, to be returned
 * @param scopes to be granted
 * @param defaulted whether the scopes are our choice, because the client named none
 * @param resources normalised
 * @param codeChallenge S256
 * @param dpopKey thumbprint of the key that the tokens are to be bound to
 * @param nonce of the client, where it is good enough to be used
 * @param prompt words of the parameter {@code prompt}
 * @param further what else is passed on to the identity provider
 */
record AuthorizationRequest(
        String state,
        Scopes scopes,
        boolean defaulted,
        List<String> resources,
        String codeChallenge,
        Optional<String> dpopKey,
        Optional<String> nonce,
        Set<String> prompt,
        Map<String, String> further) {
    private static final int SHORTEST_STATE = 24;
    private static final int SHORTEST_NONCE = 24;
    private static final int LONGEST_SCOPE = 1000;
    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    /**
     * What requests are judged by.
     *
     * @param defaults scopes for clients that name none
     * @param settings of all logins
     */
    record Rules(Scopes defaults, LoginSettings settings) {}

    /**
     * @param state of the client, not too long
     * @throws OAuthRejection to be answered to the client
     */
    static AuthorizationRequest parse(FormParameters form, String state, RegisteredClient client, Rules rules) {
        if (state.length() < SHORTEST_STATE) {
            throw rejection(OAuthError.invalidRequest("state is required and must have at least 24 characters"));
        }
        checkResponse(form);
        var challenge = challenge(form);
        checkClient(client);
        var scopes = scopes(form, client, rules);
        var prompt = OidcParameters.prompt(form);
        return new AuthorizationRequest(
                state,
                scopes,
                form.text("scope").isEmpty(),
                resources(form, rules.settings()),
                challenge,
                dpopKey(form),
                form.text("nonce").filter(nonce -> scopes.contains("openid") && nonce.length() >= SHORTEST_NONCE),
                prompt,
                OidcParameters.further(form));
    }

    private static void checkResponse(FormParameters form) {
        if (!form.text("response_type").equals(Optional.of("code"))) {
            throw rejection(new OAuthError(400, "unsupported_response_type", "response_type must be code"));
        }
        if (form.text("response_mode").filter(mode -> !mode.equals("query")).isPresent()) {
            throw rejection(OAuthError.invalidRequest("response_mode must be query"));
        }
        if (form.text("request").isPresent()) {
            throw rejection(new OAuthError(400, "request_not_supported", "Request objects are not supported"));
        }
        if (form.text("request_uri").isPresent()) {
            throw rejection(new OAuthError(400, "request_uri_not_supported", "Request URIs are not supported"));
        }
    }

    private static String challenge(FormParameters form) {
        var challenge = form.text("code_challenge")
                .orElseThrow(() -> rejection(OAuthError.invalidRequest("code_challenge is required")));
        if (!form.text("code_challenge_method").equals(Optional.of("S256"))) {
            throw rejection(OAuthError.invalidRequest("code_challenge_method must be S256"));
        }
        if (!SHA256.matcher(challenge).matches()) {
            throw rejection(OAuthError.invalidRequest("code_challenge must be a SHA-256 digest in base64url"));
        }
        return challenge;
    }

    private static void checkClient(RegisteredClient client) {
        var metadata = client.metadata();
        var code = metadata.get("response_types").isEmpty()
                || metadata.values("response_types").contains(new JsonString("code"));
        var grant = metadata.get("grant_types").isEmpty()
                || metadata.values("grant_types").contains(new JsonString("authorization_code"));
        if (!code || !grant) {
            throw rejection(OAuthError.unauthorizedClient("The client may not use the authorization code grant"));
        }
    }

    private static Scopes scopes(FormParameters form, RegisteredClient client, Rules rules) {
        var registered = client.metadata().text("scope").map(Scopes::parse).filter(scopes -> !scopes.isEmpty());
        var requested = form.text("scope");
        if (requested.isEmpty()) {
            return registered.map(rules.defaults()::intersection).orElse(rules.defaults());
        }
        if (requested.get().length() > LONGEST_SCOPE) {
            throw rejection(OAuthError.invalidScope("scope is too long"));
        }
        var scopes = Scopes.parse(requested.get());
        if (rules.settings().supported().filter(all -> !all.containsAll(scopes)).isPresent()) {
            throw rejection(OAuthError.invalidScope("A scope is not supported"));
        }
        if (registered.filter(own -> !own.containsAll(scopes)).isPresent()) {
            throw rejection(OAuthError.invalidScope("A scope is not registered for the client"));
        }
        return scopes;
    }

    private static List<String> resources(FormParameters form, LoginSettings settings) {
        var requested = form.all("resource");
        if (requested.isEmpty()) {
            return List.of(settings.resource());
        }
        return requested.stream()
                .map(text -> ResourceUri.parse(text)
                        .filter(settings.owned())
                        .orElseThrow(
                                () -> rejection(OAuthError.invalidTarget("The resource is not one of this server"))))
                .map(ResourceUri::value)
                .distinct()
                .toList();
    }

    private static Optional<String> dpopKey(FormParameters form) {
        var key = form.text("dpop_jkt");
        if (key.filter(value -> !SHA256.matcher(value).matches()).isPresent()) {
            throw rejection(OAuthError.invalidRequest("dpop_jkt must be a SHA-256 thumbprint in base64url"));
        }
        return key;
    }

    private static OAuthRejection rejection(OAuthError error) {
        return new OAuthRejection(error);
    }
}
