package io.muster.authserver.store;

import io.muster.oauth.Subject;
import java.util.List;

/**
 * A user as the identity provider describes him (OpenID Connect Core section 5.1). Absent values are empty.
 *
 * @param emailVerified whether the provider vouches for the address
 */
public record User(
        Subject subject,
        String email,
        boolean emailVerified,
        String name,
        String givenName,
        String familyName,
        String picture,
        String locale,
        List<String> groups) {
    public User {
        groups = List.copyOf(groups);
    }
}
