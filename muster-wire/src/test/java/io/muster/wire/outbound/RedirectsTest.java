package io.muster.wire.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
    private static final Headers HEADERS = Headers.of(List.of(
            new Headers.Field("Authorization", "Bearer secret"),
            new Headers.Field("Cookie", "a=b"),
            new Headers.Field("X-Api-Key", "secret"),
            new Headers.Field("Accept", "application/json")));

    private static OutboundRequest request(String method, String uri) {
        return new OutboundRequest(method, URI.create(uri), HEADERS, new byte[0], Deadline.NONE);
    }

    private static OutboundRequest follow(String from, String location) {
        return Redirects.next(request("GET", from), 302, Headers.of("Location", location))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, /y, https://a.example/y",
        "https://a.example/x/, z?q=1, https://a.example/x/z?q=1",
        "https://a.example/x, https://A.example:443/y, https://A.example:443/y",
    })
    void the_same_origin_gets_the_same_headers(String from, String location, String target) {
        var next = follow(from, location);

        assertThat(next.uri()).isEqualTo(URI.create(target));
        assertThat(next.headers()).isEqualTo(HEADERS);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, https://b.example/x",
        "https://a.example/x, //b.example/x",
        "https://a.example/x, https://a.example:444/x",
        "http://a.example/x, https://a.example/x",
    })
    void another_origin_gets_no_credentials(String from, String location) {
        var next = follow(from, location);

        assertThat(next.headers().fields()).containsExactly(new Headers.Field("Accept", "application/json"));
    }

    @Test
    void a_redirect_to_an_insecure_url_is_refused() {
        assertThatThrownBy(() -> follow("https://a.example/x", "http://a.example/x"))
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.kind()).isEqualTo(OutboundException.Kind.FORBIDDEN));
        assertThatThrownBy(() -> follow("https://a.example/x", "http://%%")).isInstanceOf(OutboundException.class);
    }

    @Test
    void a_request_that_sends_something_is_not_redirected() {
        var location = Headers.of("Location", "https://b.example/");

        assertThat(Redirects.next(request("POST", "https://a.example/"), 307, location))
                .isEmpty();
        assertThat(Redirects.next(request("GET", "https://a.example/"), 200, location))
                .isEmpty();
        assertThat(Redirects.next(request("GET", "https://a.example/"), 302, Headers.EMPTY))
                .isEmpty();
    }
}
