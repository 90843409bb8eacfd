package io.muster.verify.login;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.toolchain.Dex;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real Dex over TLS, with one user, Muster as a client, and a second client that trusts Muster, so that Muster may ask
 * for ID tokens with both audiences. Keeps everything in memory. Can be killed and started again at the same place.
 */
final class RunningDex implements AutoCloseable {
    static final String EMAIL = "alice@example.com";
    static final String PASSWORD = "password";
    static final String CLIENT = "muster";
    static final String SECRET = "ZXhhbXBsZS1hcHAtc2VjcmV0";
    static final String SIBLING = "dex-k8s-authenticator";
    static final String CONNECTOR = "home";

    /** BCrypt of {@link #PASSWORD}. */
    private static final String HASH = "$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W";

    private static final Duration START = Duration.ofSeconds(60);

    private final Dex dex;
    private final Path directory;
    private final Certificates certificates;
    private final int port;
    private Process process;

    private RunningDex(Dex dex, Path directory, Certificates certificates, int port, Process process) {
        this.dex = dex;
        this.directory = directory;
        this.certificates = certificates;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts Dex.
     *
     * @param callback where Muster expects the browser back
     */
    static RunningDex start(Dex dex, String callback) {
        return start(dex, callback, Duration.ofMinutes(30));
    }

    /** The same with tokens that live for that long. */
    static RunningDex start(Dex dex, String callback, Duration life) {
        var port = ConfigDirectory.freePort();
        return behind(dex, callback, new Terms(life, Duration.ZERO), port, port);
    }

    /**
     * What Dex grants.
     *
     * @param life of tokens
     * @param reuse how long a refresh token that was used is taken once more
     */
    record Terms(Duration life, Duration reuse) {}

    /**
     * Starts a Dex that exchanges ID tokens of another one for its own (RFC 8693).
     *
     * @param trusted whose tokens it takes, under the connector {@link #CONNECTOR}
     */
    static RunningDex exchanging(Dex dex, RunningDex trusted, Duration life) {
        var port = ConfigDirectory.freePort();
        var connector = """
            connectors:
            - type: oidc
              id: %s
              name: Home
              config: {issuer: "%s", clientID: %s, clientSecret: %s, redirectURI: "https://localhost:%d/dex/callback", rootCAs: ["%s"], getUserInfo: false}
            """.formatted(CONNECTOR, trusted.issuer(), CLIENT, SECRET, port, trusted.certificate());
        return behind(dex, "http://localhost/none", new Terms(life, Duration.ZERO), port, port, connector);
    }

    /**
     * Starts Dex behind another port than the one it listens on.
     *
     * @param port where everybody finds it
     */
    static RunningDex behind(Dex dex, String callback, Terms terms, int listening, int port) {
        return behind(dex, callback, terms, listening, port, "");
    }

    private static RunningDex behind(
            Dex dex, String callback, Terms terms, int listening, int port, String connectors) {
        try {
            var directory = Files.createTempDirectory("muster-dex");
            var certificates = Certificates.create(directory);
            Files.writeString(
                    directory.resolve("dex.yaml"),
                    configuration(port, listening, certificates, callback, terms) + connectors);
            var running = new RunningDex(dex, directory, certificates, port, launch(dex, directory));
            running.awaitReady();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("Dex does not start", e);
        }
    }

    String issuer() {
        return "https://localhost:" + port + "/dex";
    }

    /** What Muster has to know of it. */
    JsonObject provider() {
        return JsonObject.builder()
                .put("issuerUrl", issuer())
                .put("clientId", CLIENT)
                .put("clientSecret", SECRET)
                .build();
    }

    /** What must be trusted to talk to it. */
    Path certificate() {
        return certificates.certificate();
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    void restart() {
        try {
            process = launch(dex, directory);
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException("Dex does not start again", e);
        }
    }

    String log() {
        try {
            return Files.readString(directory.resolve("dex.log"));
        } catch (IOException e) {
            throw new UncheckedIOException("no log", e);
        }
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private void awaitReady() {
        try (var http = Browser.client(certificate())) {
            Await.until("Dex answers", START, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("Dex ended with " + process.exitValue() + ":\n" + log());
                }
                return answers(http);
            });
        }
    }

    private boolean answers(HttpClient http) {
        try {
            var request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                    .timeout(START)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(Dex dex, Path directory) throws IOException {
        return dex.serve(directory, "dex.yaml")
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("dex.log").toFile()))
                .start();
    }

    private static String configuration(
            int port, int listening, Certificates certificates, String callback, Terms terms) {
        return """
            issuer: https://localhost:%d/dex
            storage: {type: memory}
            web: {https: "127.0.0.1:%d", tlsCert: "%s", tlsKey: "%s"}
            oauth2:
              skipApprovalScreen: true
              grantTypes: [authorization_code, refresh_token, "urn:ietf:params:oauth:grant-type:token-exchange"]
            expiry:
              idTokens: %ds
              refreshTokens: {reuseInterval: %ds, absoluteLifetime: 720h}
            staticClients:
            - {id: %s, name: Muster, secret: %s, redirectURIs: ["%s"]}
            - {id: %s, name: Cluster, secret: c2libGluZw, redirectURIs: ["http://localhost/none"], trustedPeers: [%s]}
            enablePasswordDB: true
            staticPasswords:
            - {email: %s, hash: "%s", username: alice, userID: 08a8684b-db88-4b73-90a9-3cd1661f5466}
            """.formatted(
                        port,
                        listening,
                        certificates.certificate(),
                        certificates.key(),
                        terms.life().toSeconds(),
                        terms.reuse().toSeconds(),
                        CLIENT,
                        SECRET,
                        callback,
                        SIBLING,
                        CLIENT,
                        EMAIL,
                        HASH);
    }
}
