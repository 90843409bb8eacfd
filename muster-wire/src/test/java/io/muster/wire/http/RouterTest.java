package io.muster.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private final Router router = Router.builder()
            .get("/health", says("health"))
            .post("/mcp", says("post"))
            .route(Set.of("GET", "DELETE"), "/mcp", says("stream"))
            .delete("/auth/{server}", (_, parameters) -> HttpResponse.text(200, parameters.get("server")))
            .route(Set.of(), "/servers/{name}/mcp", (_, parameters) -> HttpResponse.text(200, parameters.get("name")))
            .any("/files/*", says("files"))
            .any("/files/special", says("never"))
            .any("/", says("root"))
            .build();

    private static HttpHandler says(String text) {
        return _ -> HttpResponse.text(200, text);
    }

    private HttpResponse ask(String method, String path) {
        return router.handle(HttpRequest.of(method, path, Headers.EMPTY, new byte[0]));
    }

    private static String text(HttpResponse response) {
        return response.body() instanceof Body.Bytes(var content) ? new String(content, StandardCharsets.UTF_8) : "";
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /health, 200, health",
        "HEAD, /health, 200, health",
        "GET, /health?deep=1, 200, health",
        "POST, /mcp, 200, post",
        "GET, /mcp, 200, stream",
        "DELETE, /mcp, 200, stream",
        "DELETE, /auth/github, 200, github",
        "PATCH, /servers/a b/mcp, 200, a b",
        "GET, /files, 200, files",
        "GET, /files/, 200, files",
        "GET, /files/special, 200, files",
        "GET, /files/a/b, 200, files",
        "GET, /, 200, root",
        "GET, /health/, 404, Not Found",
        "GET, /healthy, 404, Not Found",
        "GET, /filesystem, 404, Not Found",
        "GET, //health, 404, Not Found",
        "DELETE, /auth/, 404, Not Found",
        "DELETE, /auth/a/b, 404, Not Found",
        "GET, /servers//mcp, 404, Not Found",
        "GET, /HEALTH, 404, Not Found",
    })
    void path_and_method_choose_the_endpoint(String method, String path, int status, String text) {
        var response = ask(method, path);

        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).isEqualTo(text);
    }

    @Test
    void a_path_with_other_methods_names_them() {
        var response = ask("PUT", "/mcp");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers().first("Allow")).contains("DELETE, GET, HEAD, POST");
    }

    @Test
    void the_fallback_gets_what_no_path_matches() {
        var open = Router.builder()
                .get("/health", says("health"))
                .otherwise(says("mcp"))
                .build();

        var response = open.handle(HttpRequest.of("POST", "/foo", Headers.EMPTY, new byte[0]));
        var wrongMethod = open.handle(HttpRequest.of("POST", "/health", Headers.EMPTY, new byte[0]));

        assertThat(text(response)).isEqualTo("mcp");
        assertThat(wrongMethod.status()).isEqualTo(405);
    }
}
