package io.muster.wire.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
    private static final ProxySettings SETTINGS = ProxySettings.of(Map.of(
            "HTTP_PROXY", "http://web:3128",
            "https_proxy", "secure:3129",
            "HTTPS_PROXY", "http://ignored:1",
            "NO_PROXY", "internal.example, .svc, *.corp.example,10.0.0.7,host.example:8443"));

    @ParameterizedTest
    @CsvSource({
        "http, api.example, 80, web",
        "https, api.example, 443, secure",
        "HTTPS, api.example, 443, secure",
        "https, internal.example, 443,",
        "https, INTERNAL.example, 443,",
        "https, a.internal.example, 443,",
        "https, notinternal.example, 443, secure",
        "http, muster.svc, 80,",
        "http, a.corp.example, 80,",
        "http, 10.0.0.7, 80,",
        "http, 10.0.0.77, 80, web",
        "https, host.example, 8443,",
        "https, host.example, 443, secure",
        "http, localhost, 80,",
        "http, 127.0.0.1, 80,",
        "http, [::1], 80,"
    })
    void the_target_decides_about_the_proxy(String scheme, String host, int port, String proxy) {
        assertThat(SETTINGS.proxyFor(scheme, host, port).map(URI::getHost).orElse(null))
                .isEqualTo(proxy);
    }

    @Test
    void a_star_switches_proxies_off() {
        var settings = ProxySettings.of(Map.of("http_proxy", "http://web:3128", "no_proxy", "*"));

        assertThat(settings.proxyFor("http", "api.example", 80)).isEmpty();
    }

    @Test
    void an_empty_environment_means_direct_connections() {
        assertThat(ProxySettings.of(Map.of("HTTP_PROXY", " "))).isEqualTo(ProxySettings.DIRECT);
    }

    @Test
    void a_bad_proxy_is_refused_without_showing_its_password() {
        assertThatThrownBy(() -> ProxySettings.of(Map.of("HTTP_PROXY", "http://user:secret @web")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTP_PROXY")
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(ProxySettings.of(Map.of("HTTP_PROXY", "http://user:secret@web:1"))
                        .toString())
                .doesNotContain("secret");
    }
}
