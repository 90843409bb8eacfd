package io.muster.app.main;

import io.muster.cli.command.ServeOptions.OAuthFlags;
import io.muster.wire.json.JsonObject;

/** Lays the flags of {@code serve} over the file. A flag switches on or replaces; what the file says stays otherwise. */
final class FlagOverrides {
    private FlagOverrides() {}

    static JsonObject over(JsonObject document, OAuthFlags flags) {
        var aggregator = member(document, "aggregator");
        var oauth = member(aggregator, "oauth");
        var server = server(member(oauth, "server"), flags);
        var client = client(member(oauth, "mcpClient"), flags);
        var changed = with(with(oauth, "server", server), "mcpClient", client);
        return with(document, "aggregator", with(aggregator, "oauth", changed));
    }

    private static JsonObject server(JsonObject server, OAuthFlags flags) {
        var enabled = flags.server() ? server.with("enabled", true) : server;
        return flags.serverBaseUrl().map(url -> enabled.with("baseUrl", url)).orElse(enabled);
    }

    private static JsonObject client(JsonObject client, OAuthFlags flags) {
        var enabled = flags.mcpClient() ? client.with("enabled", true) : client;
        var reachable = flags.mcpClientPublicUrl()
                .map(url -> enabled.with("publicUrl", url))
                .orElse(enabled);
        return flags.mcpClientId().map(id -> reachable.with("clientId", id)).orElse(reachable);
    }

    private static JsonObject member(JsonObject object, String name) {
        return object.object(name).orElse(JsonObject.EMPTY);
    }

    /** What is empty is left out, so that what is wrong in the file stays to be told. */
    private static JsonObject with(JsonObject object, String name, JsonObject value) {
        return value.isEmpty() ? object : object.with(name, value);
    }
}
