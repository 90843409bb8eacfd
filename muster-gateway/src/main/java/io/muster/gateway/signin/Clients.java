package io.muster.gateway.signin;

import io.muster.gateway.signin.StoredTokens.Identity;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.registration.Registration;
import io.muster.oauth.registration.RegistrationStore;
import io.muster.oauth.token.ClientCredentials;
import java.util.Optional;

/** Finds the client again to which tokens were issued: refresh tokens are of no use to any other. */
record Clients(RegistrationStore registrations, SignInSettings settings) {
    static Identity kind(ClientIdentity identity) {
        return switch (identity) {
            case ClientIdentity.PreRegistered _ -> Identity.PRE_REGISTERED;
            case ClientIdentity.MetadataDocument _ -> Identity.DOCUMENT;
            case ClientIdentity.Dynamic _ -> Identity.DYNAMIC;
        };
    }

    /** Empty when it registered itself, and that registration is gone. */
    Optional<ClientIdentity> of(StoredTokens stored) {
        var plain = new ClientCredentials.Public(stored.key().client());
        return switch (stored.identity()) {
            case PRE_REGISTERED ->
                Optional.of(new ClientIdentity.PreRegistered(
                        settings.client(stored.key().issuer())
                                .filter(known -> known.id().equals(plain.id()))
                                .orElse(plain)));
            case DOCUMENT -> Optional.of(new ClientIdentity.MetadataDocument(plain, false));
            case DYNAMIC ->
                registrations
                        .find(new Registration.Key(
                                stored.key().issuer(), settings.client().redirectUri()))
                        .filter(known -> known.clientId().equals(stored.key().client()))
                        .map(ClientIdentity.Dynamic::new);
        };
    }
}
