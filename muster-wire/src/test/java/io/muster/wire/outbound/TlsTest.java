package io.muster.wire.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One server whose certificate is for {@code localhost} and signed by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SystemScheduler scheduler = new SystemScheduler();
    private SSLServerSocket server;
    private X509Certificate certificate;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        var file = directory.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        var output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        certificate = (X509Certificate) keys.getCertificate("server");
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.startVirtualThread(this::serve);
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        scheduler.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                                    .getBytes(UTF_8));
                }
            } catch (IOException handshakeRefused) {
                // The client does not trust us; the next one may.
            }
        }
    }

    private String get(TrustedCertificates trust, String host) throws InterruptedException {
        var uri = URI.create("https://" + host + ":" + server.getLocalPort() + "/");
        try (var client = new HttpOutboundClient(
                        OutboundPolicy.OPERATOR, trust, ProxySettings.DIRECT, InstantSource.system(), scheduler);
                var response =
                        client.send(new OutboundRequest("GET", uri, Headers.EMPTY, new byte[0], Deadline.NONE))) {
            return new String(response.bytes(), UTF_8);
        }
    }

    @Test
    void an_unknown_authority_is_not_trusted() {
        var failure = catchThrowableOfType(OutboundException.class, () -> get(TrustedCertificates.SYSTEM, "localhost"));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.TLS);
        assertThat(failure).hasMessageContaining("certificate");
    }

    @Test
    void an_additional_authority_is_trusted() throws InterruptedException {
        assertThat(get(new TrustedCertificates(List.of(certificate)), "localhost"))
                .isEqualTo("ok");
    }

    @Test
    void a_certificate_counts_for_its_host_only() {
        var failure = catchThrowableOfType(
                OutboundException.class, () -> get(new TrustedCertificates(List.of(certificate)), "127.0.0.1"));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.TLS);
        assertThat(failure).hasMessageContaining("certificate");
    }

    @Test
    void additional_authorities_are_read_from_pem() throws Exception {
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";

        assertThat(TrustedCertificates.parse(pem.repeat(2).getBytes(UTF_8)).additional())
                .containsExactly(certificate, certificate);
        assertThatThrownBy(() -> TrustedCertificates.parse(new byte[0])).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> TrustedCertificates.parse("nonsense".getBytes(UTF_8)))
                .isInstanceOf(CertificateException.class);
    }
}
