package io.muster.app.wiring;

import io.muster.authserver.AuthServer;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.StorageConfig;
import io.muster.authserver.seal.SealingKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What operators read once the authorization server has been built; nothing of it is secret. */
final class AuthSummary {
    private AuthSummary() {}

    /**
     * @param provider name of the identity provider
     * @param storage where sessions are kept
     */
    static Map<String, String> of(AuthServerConfig config, String provider, String storage) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("provider", provider);
        facts.put("storage", storage);
        facts.put("encryption", encryption(config));
        facts.put("address_limit", AuthRoutes.LIMIT);
        facts.put("user_limit", AuthServer.LIMIT);
        facts.put("further_limits", "registrations and clients of an address, client secrets, metadata documents");
        return facts;
    }

    private static String encryption(AuthServerConfig config) {
        return switch (config.storage()) {
            case StorageConfig.Memory() -> "not needed";
            case StorageConfig.File() -> keys(config, "key beside the store");
            case StorageConfig.Valkey _ -> keys(config, "none");
        };
    }

    private static String keys(AuthServerConfig config, String without) {
        return config.sealingKeys().isEmpty()
                ? without
                : config.sealingKeys().stream().map(SealingKey::toString).collect(Collectors.joining(", "));
    }
}
