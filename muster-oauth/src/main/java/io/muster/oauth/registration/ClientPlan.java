package io.muster.oauth.registration;

import io.muster.oauth.metadata.AuthorizationServerMetadata;
import java.util.Locale;

/** By which way muster becomes a client of an authorization server; decided by what both sides say, without asking anybody. */
public enum ClientPlan {
    /** An operator registered it. */
    PRE_REGISTERED,
    /** The server fetches the document that describes it. */
    METADATA_DOCUMENT,
    /** It registers itself. */
    REGISTRATION,
    /** The server offers no way; some know the document nevertheless. */
    UNDECLARED;

    /** @param registered whether an operator registered it there */
    public static ClientPlan of(AuthorizationServerMetadata server, ClientSettings settings, boolean registered) {
        if (registered) {
            return PRE_REGISTERED;
        }
        if (server.acceptsClientMetadataDocuments() && settings.publicUrl().startsWith("https://")) {
            return METADATA_DOCUMENT;
        }
        return server.registrationEndpoint().isPresent() ? REGISTRATION : UNDECLARED;
    }

    /** For programs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
