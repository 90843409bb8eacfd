package io.muster.authserver.protocol;

import io.muster.oauth.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the browser takes to a client: a code or an error, always with {@code iss}, so that clients of several servers
 * know who speaks (RFC 9207).
 *
 * @param redirectUri of the client, checked before; its own query is kept
 * @param parameters what is added to it, in that order
 */
public record RedirectAnswer(String redirectUri, Map<String, String> parameters) {
    public RedirectAnswer {
        parameters = new LinkedHashMap<>(parameters);
    }

    /** Success (RFC 6749 section 4.1.2). */
    public static RedirectAnswer code(String redirectUri, Secret code, String state, String issuer) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("code", code.reveal());
        return new RedirectAnswer(redirectUri, addressed(parameters, state, issuer));
    }

    /**
     * Refusal (RFC 6749 section 4.1.2.1).
     *
     * @param state as the client sent it; empty when it sent none
     */
    public static RedirectAnswer error(String redirectUri, OAuthError error, String state, String issuer) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", error.code());
        parameters.put("error_description", error.description());
        return new RedirectAnswer(redirectUri, addressed(parameters, state, issuer));
    }

    private static Map<String, String> addressed(Map<String, String> parameters, String state, String issuer) {
        if (!state.isEmpty()) {
            parameters.put("state", state);
        }
        parameters.put("iss", issuer);
        return parameters;
    }

    /** The value of {@code Location}. */
    public String location() {
        var fragment = redirectUri.indexOf('#');
        var base = fragment < 0 ? redirectUri : redirectUri.substring(0, fragment);
        var joint = base.indexOf('?') < 0 ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
        return base
                + joint
                + parameters.entrySet().stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /** Only where it goes: parameters hold the code. */
    @Override
    public String toString() {
        return "RedirectAnswer[" + parameters.keySet() + "]";
    }

    /** Blanks as {@code %20}, which every decoder understands. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
