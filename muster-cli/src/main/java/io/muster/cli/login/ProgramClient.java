package io.muster.cli.login;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.token.ClientCredentials;

/** Who this program is to authorization servers: a public client that describes itself in a document on the web. */
final class ProgramClient {
    static final ClientId ID = new ClientId("https://giantswarm.github.io/muster/muster-agent.json");
    static final ClientIdentity IDENTITY = new ClientIdentity.PreRegistered(new ClientCredentials.Public(ID));

    private static final Scopes SCOPES = Scopes.of("openid", "profile", "email", "groups", "offline_access");

    private ProgramClient() {}

    /** Its own, and those without which a server has said that it does not talk to anybody. */
    static Scopes scopes(ResolvedAuthorization authorization) {
        return SCOPES.union(authorization.challengeScopes().orElse(Scopes.NONE));
    }
}
