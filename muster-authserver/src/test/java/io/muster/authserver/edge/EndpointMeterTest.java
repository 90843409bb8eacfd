package io.muster.authserver.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.fakes.FakeMeters;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointMeterTest {
    private final FakeMeters meters = new FakeMeters();
    private final EndpointMeter meter = new EndpointMeter("token", meters);

    private static HttpRequest request(String method) {
        return HttpRequest.of(method, "/oauth/token", Headers.EMPTY, new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({"POST, POST, 200", "GET, GET, 405", "PROPFIND, other, 405"})
    void a_request_is_counted_by_endpoint_method_and_status(String method, String label, int status) {
        var answer = meter.apply(request(method), _ -> HttpResponse.of(status));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(meters.counted())
                .containsExactly(
                        "oauth.http.requests.total{endpoint=token, method=" + label + ", status=" + status + "}");
    }

    @Test
    void a_fault_counts_as_what_the_client_will_see() {
        assertThatThrownBy(() -> meter.apply(request("POST"), _ -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(meters.counted())
                .containsExactly("oauth.http.requests.total{endpoint=token, method=POST, status=500}");
    }
}
