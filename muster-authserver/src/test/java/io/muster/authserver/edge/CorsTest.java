package io.muster.authserver.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String PAGE = "https://page.example";

    private final Cors cors = new Cors(List.of(PAGE, "http://localhost:6274"));

    private static HttpRequest request(String method, Headers headers) {
        return HttpRequest.of(method, "/oauth/token", headers, new byte[0]);
    }

    private static HttpRequest from(String origin) {
        return request("POST", Headers.of("Origin", origin));
    }

    private static HttpRequest preflight(String origin) {
        return request("OPTIONS", Headers.of("Origin", origin).with("Access-Control-Request-Method", "POST"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 429, 503})
    void an_allowed_page_reads_every_answer(int status) {
        var answer = cors.apply(from(PAGE), _ -> HttpResponse.of(status));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(answer.headers().first("Access-Control-Expose-Headers"))
                .contains("WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce");
        assertThat(answer.headers().first("Vary")).contains("Origin");
    }

    @Test
    void an_allowed_page_is_told_before_it_asks_what_it_may_send() {
        var answer = cors.apply(preflight(PAGE), _ -> HttpResponse.of(401));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().first("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(answer.headers().first("Access-Control-Allow-Methods")).contains("GET, POST, DELETE, OPTIONS");
        assertThat(answer.headers().first("Access-Control-Allow-Headers"))
                .contains("Authorization, Content-Type, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID, DPoP");
        assertThat(answer.headers().first("Access-Control-Max-Age")).contains("3600");
    }

    @Test
    void an_ordinary_request_for_options_is_no_such_question() {
        var answer = cors.apply(request("OPTIONS", Headers.of("Origin", PAGE)), _ -> HttpResponse.of(405));

        assertThat(answer.status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example",
                "https://page.example.other.example",
                "https://page.example:444",
                "http://page.example",
                "HTTPS://PAGE.EXAMPLE",
                "null"
            })
    void other_pages_read_nothing(String origin) {
        assertThat(cors.apply(from(origin), _ -> HttpResponse.of(200)).headers().first("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(cors.apply(preflight(origin), _ -> HttpResponse.of(405)).status())
                .isEqualTo(405);
    }

    @Test
    void caches_keep_answers_for_pages_and_programs_apart() {
        var answer = cors.apply(request("GET", Headers.EMPTY), _ -> HttpResponse.of(200));

        assertThat(answer.headers().first("Vary")).contains("Origin");
        assertThat(answer.headers().first("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void without_allowed_pages_nothing_is_added() {
        var answer = new Cors(List.of()).apply(from(PAGE), _ -> HttpResponse.of(200));

        assertThat(answer.headers().fields()).isEmpty();
    }

    @Test
    void cve_2026_34237_a_wildcard_never_comes_with_credentials_of_the_browser() {
        var everybody = new Cors(List.of("*"));
        var answer = everybody.apply(from("https://evil.example"), _ -> HttpResponse.of(200));

        assertThat(answer.headers().first("Access-Control-Allow-Origin")).contains("https://evil.example");
        assertThat(answer.headers().first("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(everybody
                        .apply(preflight("https://evil.example"), _ -> HttpResponse.of(200))
                        .headers()
                        .first("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void an_answer_whose_shape_is_decided_late_can_be_read_too() throws InterruptedException {
        var seen = new ArrayList<Headers>();
        var answer = cors.apply(from(PAGE), _ -> HttpResponse.later(responder -> responder.send(HttpResponse.of(401))));

        ((Body.Later) answer.body()).produce(new Body.Responder() {
            @Override
            public void send(HttpResponse response) {
                seen.add(response.headers());
            }

            @Override
            public EventSink events(Headers headers) {
                throw new UnsupportedOperationException();
            }
        });

        assertThat(seen)
                .singleElement()
                .satisfies(headers ->
                        assertThat(headers.first("Access-Control-Allow-Origin")).contains(PAGE));
    }
}
