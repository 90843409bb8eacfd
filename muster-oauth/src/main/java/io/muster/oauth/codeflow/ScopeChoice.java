package io.muster.oauth.codeflow;

import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.ResolvedAuthorization;

/**
 * Chooses what is asked for. What the operator says is asked for as it is; else what the server's challenge names, which
 * has nothing to do with what its metadata lists; else what that lists.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization">MCP, scope selection</a>
 */
public final class ScopeChoice {
    private static final Scopes OFFLINE = Scopes.of("offline_access");

    private ScopeChoice() {}

    /** For a first login; empty means that the parameter is left out. */
    public static Scopes first(ResolvedAuthorization authorization) {
        if (!authorization.pinnedScopes().isEmpty()) {
            return authorization.pinnedScopes();
        }
        var wanted = authorization
                .challengeScopes()
                .orElseGet(() -> authorization.resourceScopes().minus(OFFLINE));
        return withOffline(authorization, wanted);
    }

    /** When what was granted is not enough: what was asked for before and what is missing. */
    public static Scopes stepUp(ResolvedAuthorization authorization, Scopes before, Scopes challenged) {
        return withOffline(authorization, before.union(challenged));
    }

    /** A refresh token spares the user the next login, where the server says how to ask for one. */
    private static Scopes withOffline(ResolvedAuthorization authorization, Scopes wanted) {
        return authorization.metadata().scopesSupported().containsAll(OFFLINE) ? wanted.union(OFFLINE) : wanted;
    }
}
