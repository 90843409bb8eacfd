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
    static ConfigDirectory protectAndSignIn(
            ConfigDirectory config, JsonObject provider, UnaryOperator<JsonObject> change, JsonObject signIn) {
        var server = JsonObject.of("server", change.apply(server(config, provider)));
        return write(config, server.with("mcpClient", client(config, signIn)));
    }

    /** People sign in to servers, and nobody logs in to Muster itself. */
    static ConfigDirectory signIn(ConfigDirectory config, JsonObject more) {
        return write(config, JsonObject.of("mcpClient", client(config, more)));
    }

    private static JsonObject client(ConfigDirectory config, JsonObject more) {
        var client = JsonObject.EMPTY.with("enabled", true).with("publicUrl", issuer(config));
        for (var member : more.members()) {
            client = client.with(member.name(), member.value());
        }
        return client;
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
