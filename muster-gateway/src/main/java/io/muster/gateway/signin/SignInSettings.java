package io.muster.gateway.signin;

import io.muster.oauth.registration.ClientSettings;
import java.net.URI;
import java.util.List;

/**
 * How users are logged in to MCP servers ({@code aggregator.oauth.mcpClient}).
 *
 * @param client how muster presents itself, and where it is reached
 * @param returnTargets where a browser may be sent when a login has succeeded
 * @param confirmation what whoever opens a sign-in link has to do first
 * @param shareTokensByIssuer whether a token that does not say for whom it is may be used for another server of its issuer
 */
public record SignInSettings(
        ClientSettings client, List<URI> returnTargets, Confirmation confirmation, boolean shareTokensByIssuer) {
    public SignInSettings {
        returnTargets = List.copyOf(returnTargets);
    }

    /** With the defaults. */
    public static SignInSettings of(String publicUrl) {
        return new SignInSettings(ClientSettings.of(publicUrl), List.of(), Confirmation.OFF, true);
    }

    /** What stands between a sign-in link and the authorization server. */
    public enum Confirmation {
        /** Nothing. */
        OFF,
        /** A page that says whose session the login is for. */
        PAGE
    }

    URI startLink(String state) {
        return URI.create(client.publicUrl() + SignInEndpoints.START_PATH + "?state=" + state);
    }

    /** Whether browsers keep cookies of this server to themselves. */
    boolean isSecure() {
        return client.publicUrl().startsWith("https://");
    }
}
