package io.muster.gateway.session;

import io.muster.oauth.store.ValueTooLarge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Bytes as a text that is much shorter when they are JSON: descriptions of tools repeat themselves. */
final class Deflated {
    /** More is no honest inventory, however short its text is. */
    private static final int LONGEST = 16 * 1024 * 1024;

    private Deflated() {}

    /** @throws ValueTooLarge when it is longer than what is read again */
    static String text(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new ValueTooLarge("the inventory");
        }
        var deflated = new ByteArrayOutputStream();
        try (var stream = new DeflaterOutputStream(deflated)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return Base64.getEncoder().encodeToString(deflated.toByteArray());
    }

    /** @throws IllegalArgumentException when it is no such text, or too long */
    static byte[] bytes(String text) {
        try (var stream = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            var bytes = stream.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException("too long when it is inflated");
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException("not deflated", e);
        }
    }
}
