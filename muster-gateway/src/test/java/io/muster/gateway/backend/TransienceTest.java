package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.outbound.OutboundException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransienceTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new Fault.Unauthorized(List.of("Bearer")), Transience.UNAUTHORIZED),
                Arguments.of(new Fault.HttpStatus(401), Transience.UNAUTHORIZED),
                Arguments.of(new Fault.Network(Kind.UNKNOWN_HOST), Transience.TRANSIENT),
                Arguments.of(new Fault.Network(Kind.CONNECT), Transience.TRANSIENT),
                Arguments.of(new Fault.Network(Kind.BROKEN), Transience.TRANSIENT),
                Arguments.of(new Fault.Network(Kind.TIMEOUT), Transience.TRANSIENT),
                Arguments.of(new Fault.Network(Kind.TLS), Transience.PERMANENT),
                Arguments.of(new Fault.Network(Kind.FORBIDDEN), Transience.PERMANENT),
                Arguments.of(new Fault.SpawnFailed(), Transience.TRANSIENT),
                Arguments.of(new Fault.Exited(1), Transience.TRANSIENT),
                Arguments.of(new Fault.TimedOut(), Transience.TRANSIENT),
                Arguments.of(new Fault.ProtocolViolation(), Transience.PERMANENT));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_decides_by_its_type_and_not_by_its_text(Fault fault, Transience expected) {
        var failure = new McpTransportException(fault, false, "status 503 certificate has expired");

        assertThat(Transience.of(failure)).isEqualTo(expected);
        assertThat(Transience.of(new IOException(new RuntimeException(failure))))
                .isEqualTo(expected);
    }

    @Test
    void every_5xx_is_transient_and_every_other_status_but_401_is_not() {
        assertThat(IntStream.range(100, 600).filter(s -> of(s) == Transience.TRANSIENT))
                .containsExactly(IntStream.range(500, 600).boxed().toArray(Integer[]::new));
        assertThat(IntStream.range(400, 500).filter(s -> of(s) == Transience.UNAUTHORIZED))
                .containsExactly(401);
    }

    private static Transience of(int status) {
        return Transience.of(new McpTransportException(new Fault.HttpStatus(status), false, ""));
    }

    @Test
    void foreign_exceptions_decide_by_type_before_text() {
        assertThat(Transience.of(new IOException(new ConnectException("")))).isEqualTo(Transience.TRANSIENT);
        assertThat(Transience.of(new UnknownHostException("certificate"))).isEqualTo(Transience.TRANSIENT);
        assertThat(Transience.of(new EOFException())).isEqualTo(Transience.TRANSIENT);
        assertThat(Transience.of(new ConnectException("").initCause(new CertificateException("status 503"))))
                .isEqualTo(Transience.PERMANENT);
        assertThat(Transience.of(new SSLHandshakeException("bad gateway"))).isEqualTo(Transience.PERMANENT);
    }

    @Test
    void a_chain_of_causes_that_never_ends_is_cut() {
        var inner = new RuntimeException("x");
        var outer = new RuntimeException("y", inner);
        inner.initCause(outer);

        assertThat(Transience.of(outer)).isEqualTo(Transience.PERMANENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status 500",
                "request failed with status 501: Not Implemented",
                "unexpected status code: 502",
                "statuscode=503",
                "HTTP 504",
                "http/1.1 507 Insufficient Storage",
                "HTTP/2 508",
                "Status: 509.",
                "503 Service Unavailable",
                "got \"502 bad gateway\"",
                "Bad Gateway",
                "SERVICE UNAVAILABLE",
                "upstream: Gateway Timeout",
                "POST http://host/404/mcp: status 503",
                "dial tcp 10.0.0.1:80: connect: connection refused",
                "read: connection reset by peer",
                "lookup x: no such host",
                "unexpected EOF",
                "Post: EOF",
                "context deadline exceeded"
            })
    void texts_of_transient_failures_are_recognised_in_any_case_and_however_wrapped(String text) {
        for (var spelled : List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))) {
            assertThat(Transience.of(new RuntimeException("outer", new IllegalStateException(spelled))))
                    .as(spelled)
                    .isEqualTo(Transience.TRANSIENT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status 400",
                "status 403: the bad gateway policy forbids it",
                "404 Not Found",
                "HTTP 429 Too Many Requests",
                "x509: certificate signed by unknown authority",
                "tls handshake: connection reset",
                "unknown tool geofence-eof",
                "unknown tool eof",
                "no tool named status-503",
                "no tool named http502",
                "invalid answer from http://bad-gateway.example/status/503",
                "503 tools are too many",
                "tool bad-gateway-checker is not known",
                "port 5030",
                "invalid json"
            })
    void other_texts_are_permanent(String text) {
        assertThat(Transience.of(new RuntimeException(text))).isEqualTo(Transience.PERMANENT);
    }

    @Test
    void a_certificate_in_a_name_does_not_hide_a_transient_failure() {
        assertThat(Transience.of(new RuntimeException("server certificate-store: status 503")))
                .isEqualTo(Transience.TRANSIENT);
    }
}
