package io.muster.cli.login;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;

/** Who this program is to authorization servers: a public client that describes itself in a document on the web. */
final class ProgramClient {
    static final ClientId ID = new ClientId("https://giantswarm.github.io/muster/muster-agent.json");
    static final Scopes SCOPES = Scopes.of("openid", "profile", "email", "groups", "offline_access");

    private ProgramClient() {}
}
