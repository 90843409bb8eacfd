package io.muster.authserver.client;

import io.muster.oauth.ClientId;
import java.nio.charset.StandardCharsets;

/**
 * The command line of Muster as a client. It is known without fetching its document, so that people can log in where the
 * web cannot be reached, and whether or not the site that publishes the document is up.
 */
final class OwnProgram {
    static final ClientId ID = new ClientId("https://giantswarm.github.io/muster/muster-agent.json");

    private static final String DOCUMENT = """
            {"client_id":"https://giantswarm.github.io/muster/muster-agent.json",
             "client_name":"Muster Agent",
             "client_uri":"https://github.com/giantswarm/muster",
             "redirect_uris":["http://localhost:3000/callback"],
             "grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],
             "token_endpoint_auth_method":"none",
             "scope":"openid profile email groups offline_access",
             "software_id":"giantswarm-muster-agent",
             "software_version":"1.0.0"}""";

    private OwnProgram() {}

    static byte[] document() {
        return DOCUMENT.getBytes(StandardCharsets.UTF_8);
    }
}
