package io.muster.authserver.config;

import io.muster.oauth.Secret;
import io.muster.wire.json.decode.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets that stand in the configuration, or in a file that it names; what stands in the configuration wins. */
public final class SecretFiles {
    private static final long LONGEST = 64L << 10;

    private SecretFiles() {}

    /**
     * The secret of a key.
     *
     * @param key of the secret; that of the file is the same with {@code File} behind it
     * @param name in messages: {@code Dex client secret}
     */
    public static Optional<Secret> read(Fields fields, String key, String name) {
        var inline = fields.text(key).filter(text -> !text.isEmpty());
        var file = fields.text(key + "File").filter(text -> !text.isEmpty());
        if (inline.isPresent() && file.isPresent()) {
            fields.warning(key + "File", "is not read: " + key + " wins");
        }
        if (inline.isPresent() || file.isEmpty()) {
            return inline.map(Secret::new);
        }
        return content(fields, key + "File", name, file.get()).map(Secret::new);
    }

    /** The same for a secret that strangers can try to guess: a weak one is an error. */
    static Optional<Secret> readStrong(Fields fields, String key, String name) {
        var secret = read(fields, key, name);
        secret.flatMap(Guessable::problem).ifPresent(problem -> fields.error(place(fields, key), problem));
        return secret;
    }

    /** The key under which the secret was found. */
    static String place(Fields fields, String key) {
        return fields.text(key).filter(text -> !text.isEmpty()).isPresent() ? key : key + "File";
    }

    private static Optional<String> content(Fields fields, String key, String name, String file) {
        try {
            var path = Path.of(file);
            if (Files.size(path) > LONGEST) {
                throw new IOException("larger than 64 KiB");
            }
            var content = Files.readString(path).strip();
            if (content.isEmpty()) {
                throw new IOException("it is empty");
            }
            return Optional.of(content);
        } catch (IOException | RuntimeException e) {
            fields.error(key, "error resolving secret files: failed to read " + name + " from " + file + ": " + e);
            return Optional.empty();
        }
    }
}
