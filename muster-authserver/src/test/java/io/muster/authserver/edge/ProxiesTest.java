package io.muster.authserver.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Network;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpRequest.RequestBody;
import io.muster.wire.http.Query;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String PROXY = "10.1.2.3";

    private final Proxies proxies = proxies(List.of("10.0.0.0/8", "fd00::/8"));

    private static Proxies proxies(List<String> networks) {
        var trusted =
                networks.stream().map(text -> Network.parse(text).orElseThrow()).toList();
        return new Proxies(trusted, new Locations("https://muster.example"));
    }

    private static HttpRequest request(String peer, Headers headers) {
        var remote = new InetSocketAddress(InetAddress.ofLiteral(peer), 4711);
        return new HttpRequest("POST", "/mcp", Query.EMPTY, headers, remote, remote, RequestBody.of(new byte[0]));
    }

    private String address(String peer, String forwardedFor) {
        return proxies.requester(request(peer, Headers.of("X-Forwarded-For", forwardedFor)))
                .address();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3    | 203.0.113.7                       | 203.0.113.7",
                "10.1.2.3    | 203.0.113.7, 10.9.9.9             | 203.0.113.7",
                "10.1.2.3    | 198.51.100.1, 203.0.113.7         | 203.0.113.7",
                "10.1.2.3    | 2001:db8::7, fd00::1              | 2001:db8:0:0:0:0:0:7",
                "10.1.2.3    | 10.9.9.9                          | 10.1.2.3",
                "10.1.2.3    | 203.0.113.7, nonsense             | 10.1.2.3",
                "10.1.2.3    | nonsense, 203.0.113.7             | 203.0.113.7",
                "10.1.2.3    | localhost                         | 10.1.2.3",
                "203.0.113.9 | 198.51.100.1                      | 203.0.113.9",
                "fd00::2     | 198.51.100.1                      | 198.51.100.1"
            })
    void of_the_addresses_that_trusted_proxies_name_the_last_stranger_counts(
            String peer, String forwardedFor, String address) {
        assertThat(address(peer, forwardedFor)).isEqualTo(address);
    }

    @Test
    void who_claims_many_hops_hides_behind_none() {
        assertThat(address(PROXY, "198.51.100.1,".repeat(1000) + "203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void several_headers_are_one_list() {
        var headers = Headers.of(List.of(
                new Headers.Field("X-Forwarded-For", "198.51.100.1"),
                new Headers.Field("X-Forwarded-For", "203.0.113.7")));

        assertThat(proxies.requester(request(PROXY, headers)).address()).isEqualTo("203.0.113.7");
    }

    @Test
    void nobody_is_believed_where_no_proxy_is_trusted() {
        var all = proxies(List.of());
        var headers = Headers.of("X-Forwarded-For", "203.0.113.7")
                .with("X-Forwarded-Proto", "http")
                .with("X-Forwarded-Host", "other.example");

        assertThat(all.requester(request(PROXY, headers)).address()).isEqualTo(PROXY);
        assertThat(all.urls(request(PROXY, headers))).containsExactly("https://muster.example/mcp");
    }

    @Test
    void a_trusted_proxy_may_say_under_which_url_it_was_asked() {
        var headers = Headers.of("X-Forwarded-Proto", "https").with("X-Forwarded-Host", "other.example:8443");

        assertThat(proxies.urls(request(PROXY, headers)))
                .containsExactlyInAnyOrder("https://muster.example/mcp", "https://other.example:8443/mcp");
        assertThat(proxies.urls(request("203.0.113.9", headers))).containsExactly("https://muster.example/mcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "other.example/path", "user@other.example", "", "other.example:port", "[::1"})
    void what_is_no_host_makes_no_url(String host) {
        var headers = Headers.of("X-Forwarded-Proto", "https").with("X-Forwarded-Host", host);

        assertThat(proxies.urls(request(PROXY, headers))).containsExactly("https://muster.example/mcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "proxy.example/8", "fd00::/129", "/8", "10.0.0.0/"})
    void what_is_no_network_is_not_read_as_one(String network) {
        assertThat(Network.parse(network)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::7, false",
        "203.0.113.7/32, 203.0.113.7, true",
        "203.0.113.7/32, 203.0.113.6, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void a_network_has_the_addresses_that_share_its_first_bits(String network, String address, boolean contained) {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }
}
