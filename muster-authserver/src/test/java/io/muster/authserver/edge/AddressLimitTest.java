package io.muster.authserver.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Requester;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpRequest.RequestBody;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
    private final ManualTime time = new ManualTime();
    private final Recorder recorder = new Recorder();
    private final FakeMeters meters = new FakeMeters();
    private final AddressLimit limit = new AddressLimit(
            new RateLimit(0.5, 2, time),
            request -> Requester.of(request.remote().getAddress(), "agent", "request"),
            recorder,
            new Answers(new Locations("https://muster.example")),
            meters);

    private HttpResponse ask(String address) {
        var remote = new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
        var request =
                new HttpRequest("GET", "/mcp", Query.EMPTY, Headers.EMPTY, remote, remote, RequestBody.of(new byte[0]));
        return limit.apply(request, _ -> HttpResponse.of(204));
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_back() {
        ask("203.0.113.7");
        ask("203.0.113.7");

        var refused = ask("203.0.113.7");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().first("Retry-After")).contains("2");
        assertThat(new String(((Body.Bytes) refused.body()).content(), StandardCharsets.UTF_8))
                .contains("\"rate_limit_exceeded\"", "Rate limit exceeded. Please try again later.");
        assertThat(recorder.recorded()).containsExactly(AuditEvent.RATE_LIMIT_EXCEEDED);
        assertThat(meters.counted()).containsExactly("oauth.rate_limit.exceeded{limiter=address}");
        time.advance(Duration.ofSeconds(2));
        assertThat(ask("203.0.113.7").status()).isEqualTo(204);
    }

    @Test
    void others_do_not_suffer() {
        for (var i = 0; i < 5; i++) {
            ask("203.0.113.7");
        }

        assertThat(ask("203.0.113.8").status()).isEqualTo(204);
    }

    @Test
    void a_network_of_ipv6_counts_as_one_address() {
        ask("2001:db8::1");
        ask("2001:db8::2");

        assertThat(ask("2001:db8::3").status()).isEqualTo(429);
        assertThat(ask("2001:db8:0:1::3").status()).isEqualTo(204);
    }
}
