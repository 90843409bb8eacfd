package io.muster.oauth.codeflow;

import io.muster.oauth.Secret;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.wire.text.Sha256;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A proof that who redeems a code is who asked for it (RFC 7636). S256 is the only method.
 *
 * @param verifier 43 characters from 32 random bytes
 */
public record Pkce(Secret verifier) {
    private static final int BYTES = 32;

    /** @param random a cryptographic one */
    public static Pkce create(RandomGenerator random) {
        return new Pkce(new Secret(handle(random)));
    }

    public String challenge() {
        return Sha256.base64Url(verifier.reveal());
    }

    /** Why a login at that server is refused. There is no way around it. */
    public static Optional<String> fault(AuthorizationServerMetadata server) {
        return server.supportsS256()
                ? Optional.empty()
                : Optional.of("authorization server \"" + server.issuer() + "\" does not advertise S256 PKCE in"
                        + " code_challenge_methods_supported (MCP 2025-11-25 requires refusal)");
    }

    /** 32 random bytes as text. */
    static String handle(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
