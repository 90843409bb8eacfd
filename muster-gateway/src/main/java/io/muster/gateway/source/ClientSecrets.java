package io.muster.gateway.source;

import io.muster.gateway.backend.CredentialPolicy.SecretReference;
import io.muster.oauth.token.ClientCredentials;
import java.util.Optional;

/** Finds the credentials of a client at an identity provider. Asked at use: nothing of a secret is kept in a definition. */
public interface ClientSecrets {
    /** For installations without secrets that definitions could refer to. */
    ClientSecrets NONE = reference -> Optional.empty();

    /** The credentials; empty when there are none of that name. */
    Optional<ClientCredentials> find(SecretReference reference);
}
