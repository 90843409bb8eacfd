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
        return write(config, JsonObject.of("server", change.apply(server(config, provider))));
    }

    /** The same, and people may sign in to servers that have authorization servers of their own. */
    static ConfigDirectory protectAndSignIn(ConfigDirectory config, JsonObject provider) {
        return protectAndSignIn(config, provider, JsonObject.EMPTY);
    }

    /** @param more what there is to say about that */
    static ConfigDirectory protectAndSignIn(ConfigDirectory config, JsonObject provider, JsonObject more) {
        var client = more.with("enabled", true).with("publicUrl", issuer(config));
        return write(config, JsonObject.of("server", server(config, provider)).with("mcpClient", client));
    }

    private static JsonObject server(ConfigDirectory config, JsonObject provider) {
        return JsonObject.builder()
                .put("enabled", true)
                .put("baseUrl", issuer(config))
                .put("dex", provider)
                .put("allowPublicClientRegistration", true)
                .build();
    }

    private static ConfigDirectory write(ConfigDirectory config, JsonObject oauth) {
        var aggregator = JsonObject.builder()
                .put("host", "localhost")
                .put("port", config.port())
                .put("oauth", oauth)
                .build();
        return config.file("config.yaml", Json.text(JsonObject.of("aggregator", aggregator)));
    }
}
