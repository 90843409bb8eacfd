package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.toolchain.Keycloak;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keycloak with one realm, which knows one user, in one group, and Muster as a client. Unlike Dex it comes without a scope
 * {@code groups}; here it has one that clients may ask for. Keeps everything in memory.
 */
final class RunningKeycloak implements AutoCloseable {
    static final String USER = "alice";
    static final String PASSWORD = "password";
    static final String GROUP = "engineers";

    private static final String CLIENT = "muster";
    private static final String SECRET = "c2VjcmV0LW9mLW11c3Rlcg";
    private static final String ADMIN = "admin";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofMinutes(5);

    private final Path directory;
    private final Certificates certificates;
    private final String url;
    private final Process process;
    private final Browser http;

    private RunningKeycloak(Keycloak keycloak, Path directory) throws IOException {
        this.directory = directory;
        this.certificates = Certificates.create(directory);
        var port = ConfigDirectory.freePort();
        this.url = "https://localhost:" + port;
        this.http = Browser.open(certificates.certificate());
        this.process = keycloak.start(directory, "--hostname=" + url, "--http-host=127.0.0.1", "--https-port=" + port)
                .with("--https-certificate-file=" + certificates.certificate())
                .with("--https-certificate-key-file=" + certificates.key())
                .env("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN)
                .env("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD)
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keycloak.log").toFile())
                .start();
    }

    /**
     * Starts Keycloak.
     *
     * @param callback where Muster expects the browser back
     */
    static RunningKeycloak start(Keycloak keycloak, String callback) {
        try {
            var running = new RunningKeycloak(keycloak, Files.createTempDirectory("muster-keycloak"));
            try {
                running.awaitReady();
                running.furnish(callback);
                return running;
            } catch (AssertionError | RuntimeException e) {
                running.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak does not start", e);
        }
    }

    /** What Muster has to know of it. */
    JsonObject provider() {
        return JsonObject.of("issuerUrl", realm()).with("clientId", CLIENT).with("clientSecret", SECRET);
    }

    /** The issuer. */
    String realm() {
        return url + "/realms/muster";
    }

    /** Whether an access token is good, by the word of Keycloak itself. */
    boolean isGood(String accessToken) {
        return http.send(HttpRequest.newBuilder(URI.create(realm() + "/protocol/openid-connect/userinfo"))
                                .timeout(LIMIT)
                                .header("Authorization", "Bearer " + accessToken)
                                .build())
                        .statusCode()
                == 200;
    }

    /** From now on access tokens live that long. */
    void shorten(Duration life) {
        administer(
                "PUT",
                "/realms/muster",
                JsonObject.of("realm", "muster").with("accessTokenLifespan", life.toSeconds()));
    }

    /** One more client, which an administrator registers. */
    void register(String client, String secret, String callback) {
        create(
                "/realms/muster/clients",
                JsonObject.of("clientId", client)
                        .with("secret", secret)
                        .with("redirectUris", JsonArray.ofStrings(List.of(callback))));
    }

    /** Clients of this machine may register themselves: the policy names no host at first. */
    void trustThisMachine() {
        var found = administer("GET", "/realms/muster/components?name=Trusted%20Hosts", JsonObject.EMPTY);
        var policy = (JsonObject) ((JsonArray) Json.parse(found.body())).get(0);
        var hosts = JsonArray.ofStrings(List.of("localhost", "127.0.0.1"));
        var trusting = JsonObject.of("trusted-hosts", hosts)
                .with("host-sending-registration-request-must-match", JsonArray.ofStrings(List.of("true")))
                .with("client-uris-must-match", JsonArray.ofStrings(List.of("true")));
        administer("PUT", "/realms/muster/components/" + policy.text("id", ""), policy.with("config", trusting));
    }

    /** What must be trusted to talk to it. */
    Path certificate() {
        return certificates.certificate();
    }

    /** The user leaves. */
    void disable() {
        var found = administer("GET", "/realms/muster/users?username=" + USER, JsonObject.EMPTY);
        var user = (JsonObject) ((JsonArray) Json.parse(found.body())).get(0);
        administer("PUT", "/realms/muster/users/" + user.text("id", ""), user.with("enabled", false));
    }

    @Override
    public void close() {
        http.close();
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("end of Keycloak", LIMIT, () -> all.stream().noneMatch(ProcessHandle::isAlive));
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private void awaitReady() {
        Await.until("answer of Keycloak", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Keycloak ended with " + process.exitValue() + ":\n" + log());
            }
            try {
                return http.get(URI.create(url + "/realms/master")).statusCode() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("keycloak.log"));
        } catch (IOException e) {
            throw new UncheckedIOException("no log", e);
        }
    }

    private void furnish(String callback) {
        create("/realms", JsonObject.of("realm", "muster").with("enabled", true));
        create("/realms/muster/groups", JsonObject.of("name", GROUP));
        var scope = create(
                "/realms/muster/client-scopes",
                JsonObject.of("name", "groups")
                        .with("protocol", "openid-connect")
                        .with("protocolMappers", JsonArray.of(groups())));
        administer("PUT", "/realms/muster/default-optional-client-scopes/" + scope, JsonObject.EMPTY);
        register(CLIENT, SECRET, callback);
        create("/realms/muster/users", user());
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

    /** The identifier of what was created. */
    private String create(String path, JsonObject description) {
        var location = administer("POST", path, description)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private HttpResponse<String> administer(String method, String path, JsonObject body) {
        var answer = http.send(HttpRequest.newBuilder(URI.create(url + "/admin" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + administrator())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    /** A token of the administrator, which lives for a minute. */
    private String administrator() {
        var form = Map.of("grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", PASSWORD);
        var answer = http.post(URI.create(url + "/realms/master/protocol/openid-connect/token"), form);
        return CodeFlow.document(answer).text("access_token", "");
    }
}
