package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import java.net.URI;
import java.util.Optional;

/**
 * How muster presents itself as a client ({@code aggregator.oauth.mcpClient}).
 *
 * @param publicUrl where browsers reach muster, without a slash at its end
 * @param clientId registered by the operator with all authorization servers
 * @param callbackPath where answers arrive
 * @param documentPath where the document is that describes the client
 * @param scopes that the document asks for
 */
public record ClientSettings(
        String publicUrl, Optional<ClientId> clientId, String callbackPath, String documentPath, String scopes) {
    public static final String CALLBACK_PATH = "/oauth/proxy/callback";
    public static final String DOCUMENT_PATH = "/.well-known/oauth-client.json";
    public static final String SCOPES = "openid profile email groups offline_access";

    public ClientSettings {
        publicUrl = withoutSlashes(publicUrl);
    }

    public static ClientSettings of(String publicUrl) {
        return new ClientSettings(publicUrl, Optional.empty(), CALLBACK_PATH, DOCUMENT_PATH, SCOPES);
    }

    public URI redirectUri() {
        return URI.create(publicUrl + callbackPath);
    }

    /** The URL of the document, which is the client's id. */
    public ClientId documentId() {
        return new ClientId(publicUrl + documentPath);
    }

    /** A client that the operator registered; the document's own URL is none. */
    public Optional<ClientId> registeredId() {
        return clientId.filter(id -> !id.equals(documentId()));
    }

    /** Whether others can fetch the document. */
    public boolean isPublished() {
        return !publicUrl.isEmpty() && registeredId().isEmpty();
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }
}
