package io.muster.verify.login;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Servers with single sign-on, as Muster is told of them. */
final class SignOn {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonObject STATUS = JsonObject.of("uri", "auth://status");

    private SignOn() {}

    /** A server that gets the ID tokens of people. */
    static JsonObject forwarding(String url) {
        return server(
                url,
                JsonObject.EMPTY
                        .with("forwardToken", true)
                        .with("requiredAudiences", JsonArray.ofStrings(List.of(RunningDex.SIBLING))));
    }

    /**
     * A server that gets what another Dex gives for them.
     *
     * @param tokenEndpoint where that is asked
     */
    static JsonObject exchanging(String url, String tokenEndpoint, String issuer) {
        var exchange = JsonObject.EMPTY
                .with("enabled", true)
                .with("dexTokenEndpoint", tokenEndpoint)
                .with("expectedIssuer", issuer)
                .with("connectorId", RunningDex.CONNECTOR)
                .with("clientCredentialsSecretRef", JsonObject.of("name", "abroad"));
        return server(url, JsonObject.of("tokenExchange", exchange));
    }

    static JsonObject exchanging(String url, RunningDex abroad) {
        return exchanging(url, abroad.issuer() + "/token", abroad.issuer());
    }

    private static JsonObject server(String url, JsonObject auth) {
        return JsonObject.of("type", "streamable-http").with("url", url).with("auth", auth);
    }

    /** What Muster shows to the Dex that exchanges. */
    static ConfigDirectory credentials(ConfigDirectory config) {
        return config.file("secrets/abroad/client-id", RunningDex.CLIENT)
                .file("secrets/abroad/client-secret", RunningDex.SECRET + "\n");
    }

    /** The tools that a session has. */
    static List<String> tools(HttpPeer peer) {
        var tools = Json.parseObject(peer.tool("list_tools", JsonObject.EMPTY).text());
        return tools.values("tools").stream()
                .map(tool -> ((JsonObject) tool).text("name", ""))
                .toList();
    }

    /** Waits for tools; a session is answered without those of servers that need more than five seconds. */
    static void awaitTools(HttpPeer peer, String... names) {
        try {
            Await.until("tools", LIMIT, () -> tools(peer).containsAll(List.of(names)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + status(peer), e);
        }
    }

    /** Waits until a tool is gone. */
    static void awaitEnd(HttpPeer peer, String name) {
        Await.until("end of " + name, LIMIT, () -> !tools(peer).contains(name));
    }

    /** How a session stands with its servers. */
    static String status(HttpPeer peer) {
        var contents = peer.result("resources/read", STATUS).values("contents");
        return ((JsonObject) contents.getFirst()).text("text", "");
    }
}
