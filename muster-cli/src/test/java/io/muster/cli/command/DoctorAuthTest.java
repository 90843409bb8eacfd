package io.muster.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One MCP server that is its own authorization server, lets nobody register, and has a certificate of its own. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorAuthTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private HttpsServer server;
    private Path certificate;
    private String origin = "";
    private Terminal terminal;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        var keys = keys(directory.resolve("server.p12"));
        var pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encode(keys.getCertificate("server").getEncoded());
        certificate = Files.writeString(
                directory.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n" + new String(pem, US_ASCII) + "\n-----END CERTIFICATE-----\n");
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::answer);
        server.start();
        origin = "https://localhost:" + server.getAddress().getPort();
    }

    @BeforeEach
    void configure(@TempDir Path home) throws IOException {
        var directory = Files.createDirectories(home.resolve(".config/muster"));
        Files.writeString(directory.resolve("config.yaml"), """
                aggregator:
                  oauth:
                    mcpClient:
                      clients:
                        elsewhere: {issuer: "https://as.example", clientId: other}
                        broken: {issuer: nonsense}
                        here: {issuer: "%s", clientId: muster-7}
                """.formatted(origin));
        terminal = new Terminal(home);
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    private static KeyStore keys(Path file) throws Exception {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var line = "-genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=dns:localhost -validity 2"
                + " -storetype PKCS12 -storepass " + new String(PASSWORD) + " -keystore";
        var words = new ArrayList<>(List.of(program));
        words.addAll(List.of(line.split(" ")));
        words.add(file.toString());
        var keytool = new ProcessBuilder(words).redirectErrorStream(true).start();
        var output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var isMetadata = exchange.getRequestURI().getPath().equals("/.well-known/oauth-authorization-server");
        var body = isMetadata ? """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",\
                "code_challenge_methods_supported":["S256"]}""".formatted(origin).getBytes(UTF_8) : new byte[0];
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        var isServer = exchange.getRequestURI().getPath().equals("/mcp");
        exchange.sendResponseHeaders(isMetadata ? 200 : isServer ? 401 : 404, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private int examine(String... more) {
        var words = new ArrayList<>(List.of("doctor", "auth", origin + "/mcp"));
        words.addAll(List.of(more));
        return terminal.run(words.toArray(String[]::new));
    }

    @Test
    void the_client_that_is_registered_with_the_issuer_is_found_in_the_configuration() {
        assertThat(examine("--extra-ca-file", certificate.toString())).isZero();

        assertThat(terminal.out()).contains("Client:      pre-registered as muster-7", "A login is possible.");
    }

    @Test
    void a_client_that_is_named_is_the_only_one() {
        assertThat(examine("--extra-ca-file", certificate.toString(), "--client-id", "mine", "-o", "json"))
                .isZero();

        assertThat(terminal.out()).contains("\"client_id\": \"mine\"");
    }

    @Test
    void without_its_certificate_a_server_of_ones_own_is_not_trusted() {
        assertThat(examine()).isEqualTo(ExitCode.ERROR);

        assertThat(terminal.out()).contains("No login is possible:").doesNotContain("pre-registered");
    }

    @Test
    void certificates_that_cannot_be_read_are_an_error() {
        assertThat(examine("--extra-ca-file", "/nowhere/ca.pem")).isEqualTo(ExitCode.ERROR);

        assertThat(terminal.err())
                .isEqualToIgnoringNewLines("Error: install extra CA file: /nowhere/ca.pem: no such file");
    }
}
