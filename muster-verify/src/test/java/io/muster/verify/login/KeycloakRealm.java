package io.muster.verify.login;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A realm of Keycloak, which knows one user, in one group, and Muster as a client. Unlike Dex it comes without a scope
 * {@code groups}; here it has one that clients may ask for.
 */
final class KeycloakRealm {
    static final String USER = "alice";
    static final String PASSWORD = "password";
    static final String GROUP = "engineers";

    private static final String CLIENT = "muster";
    private static final String SECRET = "c2VjcmV0LW9mLW11c3Rlcg";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningKeycloak keycloak;
    private final String name;

    KeycloakRealm(RunningKeycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    private String path() {
        return "/realms/" + name;
    }

    /** What Muster has to know of it. */
    JsonObject provider() {
        return JsonObject.of("issuerUrl", issuer()).with("clientId", CLIENT).with("clientSecret", SECRET);
    }

    /** The issuer. */
    String issuer() {
        return keycloak.url() + path();
    }

    /** Whether an access token is good, by the word of Keycloak itself. */
    boolean isGood(String accessToken) {
        return keycloak.http()
                        .send(HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/userinfo"))
                                .timeout(LIMIT)
                                .header("Authorization", "Bearer " + accessToken)
                                .build())
                        .statusCode()
                == 200;
    }

    /** From now on access tokens live that long. */
    void shorten(Duration life) {
        keycloak.administer("PUT", path(), JsonObject.of("realm", name).with("accessTokenLifespan", life.toSeconds()));
    }

    /** One more client, which an administrator registers. */
    void register(String client, String secret, String callback) {
        keycloak.create(
                path() + "/clients",
                JsonObject.of("clientId", client)
                        .with("secret", secret)
                        .with("redirectUris", JsonArray.ofStrings(List.of(callback))));
    }

    /** Clients of this machine may register themselves: the policy names no host at first. */
    void trustThisMachine() {
        var found = keycloak.administer("GET", path() + "/components?name=Trusted%20Hosts", JsonObject.EMPTY);
        var policy = (JsonObject) ((JsonArray) Json.parse(found.body())).get(0);
        var hosts = JsonArray.ofStrings(List.of("localhost", "127.0.0.1"));
        var trusting = JsonObject.of("trusted-hosts", hosts)
                .with("host-sending-registration-request-must-match", JsonArray.ofStrings(List.of("true")))
                .with("client-uris-must-match", JsonArray.ofStrings(List.of("true")));
        keycloak.administer("PUT", path() + "/components/" + policy.text("id", ""), policy.with("config", trusting));
    }

    /** What must be trusted to talk to it. */
    Path certificate() {
        return keycloak.certificate();
    }

    /** The user leaves. */
    void disable() {
        var found = keycloak.administer("GET", path() + "/users?username=" + USER, JsonObject.EMPTY);
        var user = (JsonObject) ((JsonArray) Json.parse(found.body())).get(0);
        keycloak.administer("PUT", path() + "/users/" + user.text("id", ""), user.with("enabled", false));
    }

    void furnish(String callback) {
        keycloak.create("/realms", JsonObject.of("realm", name).with("enabled", true));
        keycloak.create(path() + "/groups", JsonObject.of("name", GROUP));
        var scope = keycloak.create(
                path() + "/client-scopes",
                JsonObject.of("name", "groups")
                        .with("protocol", "openid-connect")
                        .with("protocolMappers", JsonArray.of(groups())));
        keycloak.administer("PUT", path() + "/default-optional-client-scopes/" + scope, JsonObject.EMPTY);
        register(CLIENT, SECRET, callback);
        keycloak.create(path() + "/users", user());
    }

    private static JsonObject groups() {
        return JsonObject.of("name", "groups")
                .with("protocol", "openid-connect")
                .with("protocolMapper", "oidc-group-membership-mapper")
                .with(
                        "config",
                        JsonObject.ofStrings(Map.of(
                                "claim.name", "groups",
                                "full.path", "false",
                                "id.token.claim", "true",
                                "userinfo.token.claim", "true")));
    }

    private static JsonObject user() {
        return JsonObject.of("username", USER)
                .with("email", "alice@example.com")
                .with("emailVerified", true)
                .with("firstName", "Alice")
                .with("lastName", "Example")
                .with("enabled", true)
                .with("groups", JsonArray.ofStrings(List.of("/" + GROUP)))
                .with(
                        "credentials",
                        JsonArray.of(JsonObject.of("type", "password").with("value", PASSWORD)));
    }
}
