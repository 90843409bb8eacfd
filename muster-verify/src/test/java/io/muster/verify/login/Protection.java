package io.muster.verify.login;

import io.muster.verify.program.ConfigDirectory;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.function.UnaryOperator;

/** Configurations in which Muster protects its endpoints. */
final class Protection {
    private Protection() {}

    /** What clients call the issuer. */
    static String issuer(ConfigDirectory config) {
        return "http://localhost:" + config.port();
    }

    /** Where the identity provider sends the browser back to. */
    static String callback(ConfigDirectory config) {
        return issuer(config) + "/oauth/callback";
    }

    /**
     * Has people log in at an identity provider; anybody's client may register.
     *
     * @param provider issuer and credentials
     */
    static ConfigDirectory protect(ConfigDirectory config, JsonObject provider) {
        return protect(config, provider, UnaryOperator.identity());
    }

    /** The same with more to say about the server. */
    static ConfigDirectory protect(ConfigDirectory config, JsonObject provider, UnaryOperator<JsonObject> change) {
        var server = JsonObject.builder()
                .put("enabled", true)
                .put("baseUrl", issuer(config))
                .put("dex", provider)
                .put("allowPublicClientRegistration", true)
                .build();
        var aggregator = JsonObject.builder()
                .put("host", "localhost")
                .put("port", config.port())
                .put("oauth", JsonObject.of("server", change.apply(server)))
                .build();
        return config.file("config.yaml", Json.text(JsonObject.of("aggregator", aggregator)));
    }
}
