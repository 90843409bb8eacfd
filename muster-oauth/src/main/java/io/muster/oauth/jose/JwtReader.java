package io.muster.oauth.jose;

import java.util.Optional;

/**
 * Looks into a JWT without verifying it: to find out who is said to have issued it. What it says must not be believed
 * before {@link JwtVerifier} did.
 */
public final class JwtReader {
    private JwtReader() {}

    /** The parts of a signed JWT, or one that claims to be; nothing for any other text, encrypted tokens included. */
    public static Optional<Jwt> read(String text) {
        return Compact.parse(text).map(Compact::jwt);
    }
}
