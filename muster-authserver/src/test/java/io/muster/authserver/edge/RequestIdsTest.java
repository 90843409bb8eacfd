package io.muster.authserver.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private static final Pattern OWN = Pattern.compile("[A-Za-z0-9_-]{10}\\.[a-z0-9]+");

    private final RequestIds ids = new RequestIds(new RandomTokens(new Random(3)));
    private final Proxies proxies = new Proxies(List.of(), new Locations("https://muster.example"));
    private final BlockingQueue<HttpRequest> passed = new ArrayBlockingQueue<>(2);

    private String named(Headers headers) {
        var answer = ids.apply(HttpRequest.of("POST", "/oauth/token", headers, new byte[0]), seen -> {
            passed.add(seen);
            return HttpResponse.of(204);
        });
        assertThat(answer.status()).isEqualTo(204);
        return proxies.requester(passed.element()).requestId();
    }

    @Test
    void all_records_of_a_request_have_one_name() {
        var name = named(Headers.EMPTY);

        assertThat(name).matches(OWN);
        assertThat(proxies.requester(passed.element()).requestId()).isEqualTo(name);
    }

    @Test
    void different_requests_have_different_names() {
        var one = named(Headers.EMPTY);
        passed.clear();

        assertThat(named(Headers.EMPTY)).isNotEqualTo(one);
    }

    @Test
    void the_name_that_a_proxy_gave_is_kept() {
        assertThat(named(Headers.of("X-Request-Id", "3f2b9c1e-proxy.7"))).isEqualTo("3f2b9c1e-proxy.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with blank inside", "line\nfeed-and-more", "quote\"quote\"", "ümlaut-umlaut"})
    void a_name_that_could_disturb_a_log_is_replaced(String name) {
        assertThat(named(Headers.of("X-Request-Id", name))).isNotEqualTo(name).matches(OWN);
    }

    @Test
    void a_name_that_is_too_long_is_replaced() {
        assertThat(named(Headers.of("X-Request-Id", "x".repeat(65)))).matches(OWN);
    }

    @Test
    void what_did_not_pass_here_has_no_name() {
        var request = HttpRequest.of("GET", "/", Headers.EMPTY, new byte[0]);

        assertThat(proxies.requester(request).requestId()).isEmpty();
    }
}
