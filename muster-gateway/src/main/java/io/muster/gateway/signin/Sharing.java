package io.muster.gateway.signin;

import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.token.TokenSet;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * Decides whether what a user signed in for at one server opens another one with the same issuer. Which issuer it has, a
 * server says itself: a hostile one names that of somebody else and waits for the token. So a token goes where it says that
 * it may, or the authorization server is asked for one that is good there and nowhere else.
 */
enum Sharing {
    /** It is good for the other server as it is. */
    AS_IT_IS,
    /** Its refresh token may bring one that is. */
    DERIVED,
    /** The user has to be asked. */
    NOT;

    private static final Scopes OFFLINE = Scopes.of("offline_access");

    /**
     * @param stored of the same issuer
     * @param wanted what is known of the other server
     * @param resource under which its tokens are kept
     * @param scopes that it needs
     * @param trusting whether a token that does not say for whom it is may go anywhere
     */
    static Sharing of(
            StoredTokens stored, ResolvedAuthorization wanted, URI resource, Scopes scopes, boolean trusting) {
        if (stored.key().resource().equals(resource)) {
            return AS_IT_IS;
        }
        if (!stored.provenance().isShareable() || !wanted.provenance().isShareable() || !covers(stored, scopes)) {
            return NOT;
        }
        var renewable =
                stored.parent().isEmpty() && stored.tokens().refreshToken().isPresent();
        var derived = renewable && stored.told().isPresent() ? DERIVED : NOT;
        var audiences = audiences(stored.tokens());
        if (!audiences.isEmpty()) {
            return isAmong(audiences, stored, resource) ? AS_IT_IS : derived;
        }
        if (!trusting) {
            return derived;
        }
        // Some servers end a token when another is derived from the same refresh token, so neighbours share one.
        return isNear(stored, resource) || derived == NOT ? AS_IT_IS : DERIVED;
    }

    private static boolean covers(StoredTokens stored, Scopes scopes) {
        return stored.tokens().scopes().containsAll(scopes.minus(OFFLINE));
    }

    /** Whether a derived token is for the server that it was asked for; one that does not say was issued for it alone. */
    static boolean isFor(TokenSet derived, StoredTokens from, URI resource) {
        var audiences = audiences(derived);
        return audiences.isEmpty() || isAmong(audiences, from, resource);
    }

    private static List<String> audiences(TokenSet tokens) {
        return JwtReader.read(tokens.accessToken().reveal()).map(Jwt::audiences).orElse(List.of());
    }

    private static boolean isAmong(List<String> audiences, StoredTokens stored, URI resource) {
        var origin = WebUrl.origin(resource);
        var good = new HashSet<>(List.of(resource.toString(), origin, origin + "/"));
        good.add(stored.key().issuer().value());
        good.add(stored.key().client().value());
        return !Collections.disjoint(audiences, good);
    }

    /** Whether both servers, or the server and the issuer, are on one host, whose operator has the token anyway. */
    private static boolean isNear(StoredTokens stored, URI resource) {
        var host = String.valueOf(resource.getHost());
        return host.equalsIgnoreCase(stored.key().resource().getHost())
                || host.equalsIgnoreCase(stored.key().issuer().uri().getHost());
    }
}
