package io.muster.oauth.exchange;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.token.ClientCredentials;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where and how a subject token is exchanged.
 *
 * @param endpoint the token endpoint, {@code https}
 * @param expectedIssuer who issues the result, when the endpoint is a proxy; else its URL without {@code /token}
 * @param connectorId the connector of the provider that trusts the subject token
 * @param scopes with one for each required audience
 */
public record ExchangeSettings(
        URI endpoint, Issuer expectedIssuer, String connectorId, Scopes scopes, Optional<ClientCredentials> client) {
    public static final Scopes DEFAULT_SCOPES = Scopes.of("openid", "profile", "email", "groups");

    private static final Pattern CONNECTOR = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,63}");
    private static final String AUDIENCE = "audience:server:client_id:";

    public ExchangeSettings {
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("dexTokenEndpoint must be an https URL");
        }
        if (!CONNECTOR.matcher(connectorId).matches()) {
            throw new IllegalArgumentException(
                    "connectorId must start with a letter and have letters, digits, '-' and '_' only, at most 64");
        }
    }

    /** Who issues tokens at an endpoint that is no proxy. */
    public static Optional<Issuer> issuerOf(URI endpoint) {
        var text = endpoint.toString();
        return Issuer.parse(text.endsWith("/token") ? text.substring(0, text.length() - "/token".length()) : text);
    }

    /** The scopes that also ask for audiences. */
    public static Scopes withAudiences(Scopes scopes, Collection<String> audiences) {
        return scopes.union(audiences.stream().sorted().map(AUDIENCE::concat).toList());
    }
}
