package io.muster.authserver.resource;

import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names sessions of tokens that others issued, the same at every hop that the token passes, so that logs can be joined. The
 * name is no secret and opens nothing.
 */
public final class ExternalSessions {
    private static final byte[] PREFIX = "mcp-oauth/v1/forwarded-session-id\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN_BYTES = 8;
    private static final String HMAC = "HmacSHA256";

    private final Optional<Secret> key;

    /** @param key shared by all hops, so that nobody else can compute the names; a plain hash without it */
    public ExternalSessions(Optional<Secret> key) {
        this.key = key;
    }

    public SessionId of(Secret token) {
        var bytes = token.reveal().getBytes(StandardCharsets.UTF_8);
        return new SessionId("ext-" + HexFormat.of().formatHex(digest(bytes), 0, SHOWN_BYTES));
    }

    private byte[] digest(byte[] token) {
        try {
            if (key.isPresent()) {
                var mac = Mac.getInstance(HMAC);
                mac.init(new SecretKeySpec(key.get().reveal().getBytes(StandardCharsets.UTF_8), HMAC));
                mac.update(PREFIX);
                return mac.doFinal(token);
            }
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(PREFIX);
            return digest.digest(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
