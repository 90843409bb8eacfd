package io.muster.verify.login;

import io.muster.verify.program.ConfigDirectory;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;

/** Configurations of processes that want a login at Dex. */
final class ProtectedConfig {
    private ProtectedConfig() {}

    /**
     * Writes the configuration.
     *
     * @param issuer under which clients know it
     * @param storage where its sessions are
     */
    static ConfigDirectory write(ConfigDirectory config, String issuer, RunningDex dex, JsonObject storage) {
        var server = JsonObject.builder()
                .put("enabled", true)
                .put("baseUrl", issuer)
                .put(
                        "dex",
                        JsonObject.of("issuerUrl", dex.issuer())
                                .with("clientId", RunningDex.CLIENT)
                                .with("clientSecret", RunningDex.SECRET))
                .put("allowPublicClientRegistration", true)
                .put("storage", storage)
                .put("encryptionKey", "gRkMTDcTOFdPQGfNYzMfUgQFLGsn2wGp9b2ZrRvVzNQ=")
                .build();
        var aggregator = JsonObject.builder()
                .put("host", "localhost")
                .put("port", config.port())
                .put("oauth", JsonObject.of("server", server))
                .build();
        return config.file("config.yaml", Json.text(JsonObject.of("aggregator", aggregator)));
    }

    static String url(ConfigDirectory config) {
        return "http://localhost:" + config.port();
    }
}
