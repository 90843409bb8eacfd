package io.muster.gateway.signin;

import io.muster.oauth.Issuer;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.token.ClientCredentials;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How users are logged in to MCP servers ({@code aggregator.oauth.mcpClient}).
 *
 * @param client how muster presents itself, and where it is reached
 * @param clients what the operator registered with single authorization servers
 * @param returnTargets where a browser may be sent when a login has succeeded
 * @param confirmation what whoever opens a sign-in link has to do first
 * @param shareTokensByIssuer whether a token that does not say for whom it is may be used for another server of its issuer
 */
public record SignInSettings(
        ClientSettings client,
        Map<Issuer, ClientCredentials> clients,
        List<URI> returnTargets,
        Confirmation confirmation,
        boolean shareTokensByIssuer) {
    public SignInSettings {
        clients = Map.copyOf(clients);
        returnTargets = List.copyOf(returnTargets);
    }

    /** With the defaults. */
    public static SignInSettings of(String publicUrl) {
        return new SignInSettings(ClientSettings.of(publicUrl), Map.of(), List.of(), Confirmation.OFF, true);
    }

    /** What stands between a sign-in link and the authorization server. */
    public enum Confirmation {
        /** Nothing. */
        OFF,
        /** A page that says whose session the login is for. */
        PAGE,
        /** Muster's own login, which must be of the user whose session the login is for. */
        SSO
    }

    /** What the operator registered with that authorization server. */
    Optional<ClientCredentials> client(Issuer issuer) {
        return clients.entrySet().stream()
                .filter(entry -> entry.getKey().matches(issuer))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    URI startLink(String state) {
        return URI.create(client.publicUrl() + SignInEndpoints.START_PATH + "?state=" + state);
    }

    URI confirmUri() {
        return URI.create(client.publicUrl() + SignInEndpoints.CONFIRM_PATH);
    }

    /** Whether browsers keep cookies of this server to themselves. */
    boolean isSecure() {
        return client.publicUrl().startsWith("https://");
    }
}
