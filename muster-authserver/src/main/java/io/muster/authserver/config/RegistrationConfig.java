package io.muster.authserver.config;

import io.muster.oauth.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Which clients may come by themselves.
 *
 * @param token that lets clients register (RFC 7591 section 3)
 * @param open whether anybody may register
 * @param trustedSchemes custom schemes whose clients may register
 * @param trustedRedirectUris addresses whose clients may register
 * @param metadataDocuments whether clients may be known by the URL of their metadata document
 * @param privateMetadataHosts hosts of such documents that may have private addresses
 * @param loopbackRedirects whether clients on people's own machines are welcome
 * @param documents which metadata documents are read
 */
public record RegistrationConfig(
        Optional<Secret> token,
        boolean open,
        List<String> trustedSchemes,
        List<String> trustedRedirectUris,
        boolean metadataDocuments,
        List<String> privateMetadataHosts,
        boolean loopbackRedirects,
        DocumentRules documents) {
    public RegistrationConfig {
        trustedSchemes = List.copyOf(trustedSchemes);
        trustedRedirectUris = List.copyOf(trustedRedirectUris);
        privateMetadataHosts = List.copyOf(privateMetadataHosts);
    }

    /** Whether there is any way to register. */
    public boolean isPossible() {
        return open || token.isPresent() || !trustedSchemes.isEmpty() || !trustedRedirectUris.isEmpty();
    }
}
