package io.muster.authserver.config;

import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.seal.WeakKeyException;
import io.muster.oauth.Secret;
import io.muster.wire.json.decode.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where sessions are kept, and what seals them there. */
final class StorageReader {
    private static final String KEY = "encryptionKey";
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\s]+):\\d{1,5}");

    private StorageReader() {}

    static StorageConfig storage(Fields storage) {
        var type = AuthServerReader.nonEmpty(storage, "type").orElse("file");
        return switch (type) {
            case "memory" -> new StorageConfig.Memory();
            case "file" -> new StorageConfig.File();
            case "valkey" -> valkey(storage.fieldsOrEmpty("valkey"));
            default -> {
                storage.error("type", "must be file, memory or valkey");
                yield new StorageConfig.Memory();
            }
        };
    }

    private static StorageConfig valkey(Fields valkey) {
        var address = valkey.requiredText("url");
        if (!address.isBlank() && !ADDRESS.matcher(address).matches()) {
            valkey.error("url", "must be host:port");
        }
        return new StorageConfig.Valkey(
                address,
                AuthServerReader.nonEmpty(valkey, "username"),
                password(valkey),
                valkey.bool("tlsEnabled", false),
                AuthServerReader.nonEmpty(valkey, "tlsServerName"),
                AuthServerReader.nonEmpty(valkey, "keyPrefix").orElse("muster:"),
                (int) valkey.integer("db", 0, Integer.MAX_VALUE).orElse(0));
    }

    /** The file makes a key of its own; what Valkey holds is readable by others where none is given. */
    static List<SealingKey> sealingKeys(Fields fields, StorageConfig storage) {
        var key = key(fields);
        var clearAllowed = fields.bool("allowUnencryptedStorage");
        if (key.isEmpty() && storage instanceof StorageConfig.Valkey) {
            if (clearAllowed.isEmpty()) {
                fields.warning(KEY, "is missing: Valkey holds sessions and tokens of the provider unencrypted");
            } else if (!clearAllowed.get()) {
                fields.error(KEY, "is required for Valkey while allowUnencryptedStorage is false");
            }
        }
        return key.map(keys -> decoded(fields, keys)).orElse(List.of());
    }

    private static List<SealingKey> decoded(Fields fields, Secret keys) {
        try {
            return SealingKey.decodeAll(keys);
        } catch (WeakKeyException e) {
            fields.error(SecretFiles.place(fields, KEY), String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    static void checkSecretFiles(Fields fields) {
        key(fields);
        password(fields.fieldsOrEmpty("storage").fieldsOrEmpty("valkey"));
    }

    private static Optional<Secret> key(Fields fields) {
        return SecretFiles.read(fields, KEY, "encryption key");
    }

    private static Optional<Secret> password(Fields valkey) {
        return SecretFiles.read(valkey, "password", "Valkey password");
    }
}
