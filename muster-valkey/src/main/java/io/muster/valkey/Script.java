package io.muster.valkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What the server does in one step. The keys of one script are always in one slot of a cluster. */
enum Script {
    START_SESSION,
    ROTATE,
    REFRESH_STATE,
    END_SESSION,
    LIST_SESSIONS,
    ISSUE_CODE,
    REDEEM_CODE,
    REGISTER_CLIENT,
    PUT_CLIENT,
    USE_CLIENT,
    REMOVE_CLIENT,
    UNLOCK,
    REPLACE,
    PUT_FIELD,
    ADD_FIELD,
    REPLACE_FIELD,
    TAKE_FIELD,
    TRY_RIGHTS;

    private final String text;
    private final String digest;

    Script() {
        var resource = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try (var stream = Script.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in the program");
            }
            var bytes = stream.readAllBytes();
            text = new String(bytes, StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] text() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** By which the server knows a script that it has seen before. */
    byte[] digest() {
        return digest.getBytes(StandardCharsets.US_ASCII);
    }
}
