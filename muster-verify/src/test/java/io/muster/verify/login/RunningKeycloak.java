package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.toolchain.Keycloak;
import io.muster.wire.json.Json;
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
import java.util.Map;
import java.util.stream.Stream;

/** Keycloak, which keeps everything in memory. It takes long to start, so tests have realms of their own in a common one. */
final class RunningKeycloak implements AutoCloseable {
    private static final String ADMIN = "admin";
    private static final String PASSWORD = "password";
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

    static RunningKeycloak start(Keycloak keycloak) {
        try {
            var running = new RunningKeycloak(keycloak, Files.createTempDirectory("muster-keycloak"));
            try {
                running.awaitReady();
                return running;
            } catch (AssertionError | RuntimeException e) {
                running.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak does not start", e);
        }
    }

    /**
     * Another realm.
     *
     * @param callback where Muster expects the browser back
     */
    KeycloakRealm realm(String name, String callback) {
        var realm = new KeycloakRealm(this, name);
        realm.furnish(callback);
        return realm;
    }

    String url() {
        return url;
    }

    Browser http() {
        return http;
    }

    /** What must be trusted to talk to it. */
    Path certificate() {
        return certificates.certificate();
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

    /** The identifier of what was created. */
    String create(String path, JsonObject description) {
        var location = administer("POST", path, description)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    HttpResponse<String> administer(String method, String path, JsonObject body) {
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
