package io.muster.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilterTest {
    private static final Set<String> ALLOWED = Set.of("https://chat.example", "vscode-webview://abc");

    private final HttpHandler guarded = new HostFilter(ALLOWED).before(_ -> HttpResponse.of(204));

    private static HttpRequest request(String local, Headers headers) throws UnknownHostException {
        var address = new InetSocketAddress(InetAddress.getByName(local), 8090);
        return new HttpRequest(
                "POST", "/mcp", Query.EMPTY, headers, address, address, HttpRequest.RequestBody.of(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8090",
                "LocalHost:1",
                "127.0.0.1",
                "127.0.0.1:65535",
                "127.255.255.254:80",
                "[::1]",
                "[::1]:8090",
                "[0:0:0:0:0:0:0:1]:80"
            })
    void loopback_names_pass(String host) throws UnknownHostException {
        assertThat(guarded.handle(request("127.0.0.1", Headers.of("Host", host)))
                        .status())
                .isEqualTo(204);
        assertThat(guarded.handle(request("::1", Headers.of("Host", host))).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "evil.example",
                "evil.example:8090",
                "localhost.evil.example",
                "localhost.",
                "localhost.:80",
                "evil-localhost",
                "localhost@evil.example",
                "evil.example@localhost",
                "user:pass@127.0.0.1",
                "localhost:80@evil.example",
                "localhost:",
                "localhost:port",
                "localhost:123456",
                "localhost:80:80",
                "localhost/",
                "localhost#",
                "localhost,evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "2130706433",
                "0.0.0.0",
                "128.0.0.1",
                "10.0.0.1",
                "::1",
                "[::1",
                "[::1]evil.example",
                "[::1%25lo]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[fe80::1]",
                "ｌocalhost",
                "localhost\u0000.evil.example",
                "localhost\nX: y"
            })
    void other_names_are_refused_on_loopback(String host) {
        assertThatThrownBy(() -> guarded.handle(request("127.0.0.1", Headers.of("Host", host))))
                .isInstanceOfSatisfying(
                        HttpRejection.class,
                        rejection -> assertThat(rejection.status()).isEqualTo(403))
                .hasMessageStartingWith("Forbidden: invalid Host header \"");
    }

    @Test
    void the_refusal_quotes_the_host() {
        assertThatThrownBy(() -> guarded.handle(request("::1", Headers.of("Host", "evil.example:80"))))
                .hasMessage("Forbidden: invalid Host header \"evil.example:80\"");
    }

    @Test
    void a_request_without_host_or_with_two_is_refused() {
        var two =
                Headers.of(List.of(new Headers.Field("Host", "localhost"), new Headers.Field("host", "evil.example")));

        assertThatThrownBy(() -> guarded.handle(request("127.0.0.1", Headers.EMPTY)))
                .isInstanceOf(HttpRejection.class);
        assertThatThrownBy(() -> guarded.handle(request("127.0.0.1", two))).isInstanceOf(HttpRejection.class);
    }

    @Test
    void the_host_does_not_matter_on_other_addresses() throws UnknownHostException {
        var response = guarded.handle(request("192.0.2.1", Headers.of("Host", "muster.example")));

        assertThat(response.status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost:6274",
                "https://127.0.0.1:8443",
                "http://[::1]:3000",
                "https://chat.example",
                "https://CHAT.example",
                "vscode-webview://abc"
            })
    void loopback_and_allowed_origins_pass(String origin) throws UnknownHostException {
        var headers = Headers.of("Host", "localhost").with("Origin", origin);

        assertThat(guarded.handle(request("127.0.0.1", headers)).status()).isEqualTo(204);
        assertThat(guarded.handle(request("192.0.2.1", headers)).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "http://evil.example",
                "https://chat.example:444",
                "http://chat.example",
                "https://chat.example.evil.example",
                "https://chat.example/",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "http://evil.example#http://localhost",
                "http://localhost/",
                "http://localhost http://evil.example",
                "http://127.0.0.1.nip.io",
                "http://2130706433",
                "http://[::ffff:127.0.0.1]",
                "file://",
                "ws://localhost",
                "ftp://localhost",
                "javascript://localhost",
                "vscode-webview://other",
                "chrome-extension://abcdef",
                "moz-extension://abcdef",
                "tauri://localhost",
                "app://localhost",
                "localhost"
            })
    void other_origins_are_refused_everywhere(String origin) {
        var headers = Headers.of("Host", "localhost").with("Origin", origin);

        for (var local : List.of("127.0.0.1", "192.0.2.1")) {
            assertThatThrownBy(() -> guarded.handle(request(local, headers)))
                    .isInstanceOfSatisfying(
                            HttpRejection.class,
                            rejection -> assertThat(rejection.status()).isEqualTo(403))
                    .hasMessageStartingWith("Forbidden: invalid Origin header \"");
        }
    }

    @Test
    void where_a_token_is_asked_for_the_name_alone_may_matter() throws UnknownHostException {
        var named = HostFilter.forAnyOrigin().before(_ -> HttpResponse.of(204));
        var page = Headers.of("Host", "localhost:8090").with("Origin", "https://page.example");

        assertThat(named.handle(request("127.0.0.1", page)).status()).isEqualTo(204);
        assertThatThrownBy(() -> named.handle(request("127.0.0.1", Headers.of("Host", "evil.example"))))
                .isInstanceOf(HttpRejection.class);
    }
}
