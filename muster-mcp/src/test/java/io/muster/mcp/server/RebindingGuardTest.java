package io.muster.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebindingGuardTest {
    private final RebindingGuard guard = new RebindingGuard();

    @ParameterizedTest
    @CsvSource({
        "localhost:8090, '', 204",
        "LOCALHOST, http://localhost:3000, 204",
        "127.0.0.1:8090, https://127.9.9.9, 204",
        "'[::1]:8090', 'http://[::1]:80', 204",
        "evil.example:8090, '', 403",
        "localhost.evil.example, '', 403",
        "127.0.0.1.evil.example, '', 403",
        "localhost:8090, http://evil.example, 403",
        "localhost:8090, http://localhost@evil.example, 403",
        "localhost:8090, null, 403",
        "localhost:8090, http://%, 403"
    })
    void only_loopback_names_reach_a_loopback_address(String host, String origin, int status) {
        var headers = Headers.of("Host", host);
        var request = HttpRequest.of(
                "POST", "/mcp", origin.isEmpty() ? headers : headers.with("Origin", origin), new byte[0]);

        assertThat(guard.apply(request, _ -> HttpResponse.of(204)).status()).isEqualTo(status);
    }

    @Test
    void other_addresses_are_not_guarded() {
        var request = HttpRequest.of("POST", "/mcp", Headers.of("Host", "muster.example"), new byte[0]);
        var outside = new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                new InetSocketAddress("192.0.2.1", 80),
                request.remote(),
                request.body());

        assertThat(guard.apply(outside, _ -> HttpResponse.of(204)).status()).isEqualTo(204);
    }
}
