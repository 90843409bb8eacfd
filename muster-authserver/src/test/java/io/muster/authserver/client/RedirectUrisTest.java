package io.muster.authserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {
    private final RedirectUris usual = new RedirectUris(RedirectUris.Settings.defaults(), new FakeDns());
    private final RedirectUris strict = new RedirectUris(new RedirectUris.Settings(false, true), new FakeDns());

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://app.example/cb, -",
                "https://app.example:8443/cb?x=1, -",
                "https://93.184.215.14/cb, -",
                "http://localhost:4711/cb, -",
                "http://127.0.0.1/cb, -",
                "http://127.8.9.10:1/cb, -",
                "http://[::1]:4711/cb, -",
                "https://localhost/cb, -",
                "cursor://anysphere.cursor-deeplink/mcp/auth, -",
                "vscode://publisher.extension/callback, -",
                "com.example.app:/oauth2redirect, -",
                "'', INVALID_FORMAT",
                "app.example/cb, INVALID_FORMAT",
                "/cb, INVALID_FORMAT",
                "https://, INVALID_FORMAT",
                "https:///cb, INVALID_FORMAT",
                "https://app .example/cb, INVALID_FORMAT",
                "https://user@app.example/cb, INVALID_FORMAT",
                "https://user:pw@app.example/cb, INVALID_FORMAT",
                "https://app.example\\@evil.example/cb, INVALID_FORMAT",
                "cursor://user@host/cb, INVALID_FORMAT",
                "https://2130706433/cb, INVALID_FORMAT",
                "https://0x7f000001/cb, INVALID_FORMAT",
                "https://127.1/cb, INVALID_FORMAT",
                "https://0177.0.0.1/cb, INVALID_FORMAT",
                "https://10.0.0.1./cb, INVALID_FORMAT",
                "https://app.example.0x7f/cb, INVALID_FORMAT",
                "https://app.example:99999/cb, INVALID_FORMAT",
                "https://app.example/cb#f, FRAGMENT_NOT_ALLOWED",
                "https://app.example/cb#, FRAGMENT_NOT_ALLOWED",
                "http://localhost/cb#f, FRAGMENT_NOT_ALLOWED",
                "javascript:alert(1), BLOCKED_SCHEME",
                "JavaScript:alert(1), BLOCKED_SCHEME",
                "'data:text/html,x', BLOCKED_SCHEME",
                "file:///etc/passwd, BLOCKED_SCHEME",
                "vbscript:x, BLOCKED_SCHEME",
                "about:blank, BLOCKED_SCHEME",
                "ftp://app.example/cb, BLOCKED_SCHEME",
                "blob:https://app.example/x, BLOCKED_SCHEME",
                "ms-appx://x/y, BLOCKED_SCHEME",
                "ms-appx-web://x/y, BLOCKED_SCHEME",
                "Cursor://x/y, BLOCKED_SCHEME",
                "http://app.example/cb, HTTP_NOT_ALLOWED",
                "http://10.0.0.1/cb, HTTP_NOT_ALLOWED",
                "http://localhost.evil.example/cb, HTTP_NOT_ALLOWED",
                "http://127.0.0.1.evil.example/cb, HTTP_NOT_ALLOWED",
                "https://0.0.0.0/cb, UNSPECIFIED_ADDRESS",
                "https://[::]/cb, UNSPECIFIED_ADDRESS",
                "https://10.1.2.3/cb, PRIVATE_IP",
                "https://172.16.0.1/cb, PRIVATE_IP",
                "https://192.168.1.1/cb, PRIVATE_IP",
                "https://100.64.0.1/cb, PRIVATE_IP",
                "https://[fd00::1]/cb, PRIVATE_IP",
                "https://[::ffff:10.0.0.1]/cb, PRIVATE_IP",
                "https://[::ffff:127.0.0.1]/cb, PRIVATE_IP",
                "https://[64:ff9b::a00:1]/cb, PRIVATE_IP",
                "https://169.254.169.254/cb, LINK_LOCAL",
                "https://[fe80::1]/cb, LINK_LOCAL",
                "https://[ff02::1]/cb, LINK_LOCAL",
                "https://intranet.example/cb, DNS_RESOLVES_TO_PRIVATE_IP",
                "https://mixed.example/cb, DNS_RESOLVES_TO_PRIVATE_IP",
                "https://v6.example/cb, DNS_RESOLVES_TO_PRIVATE_IP",
                "https://linklocal.example/cb, DNS_RESOLVES_TO_LINK_LOCAL",
                "https://nowhere.example/cb, DNS_RESOLUTION_FAILED",
            })
    void acceptance(String uri, RedirectFault fault) throws InterruptedException {
        assertThat(usual.fault(uri)).isEqualTo(Optional.ofNullable(fault));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://app.example/cb, -",
                "com.example.app:/cb, -",
                "cursor://x/y, BLOCKED_SCHEME",
                "http://localhost/cb, LOOPBACK_NOT_ALLOWED",
                "https://127.0.0.1/cb, LOOPBACK_NOT_ALLOWED",
                "http://[::1]/cb, LOOPBACK_NOT_ALLOWED",
            })
    void acceptance_where_loopback_is_off_and_schemes_need_a_dot(String uri, RedirectFault fault)
            throws InterruptedException {
        assertThat(strict.fault(uri)).isEqualTo(Optional.ofNullable(fault));
    }

    @Test
    void a_registered_host_need_not_resolve_at_use_but_must_not_have_become_private() throws InterruptedException {
        assertThat(usual.faultAtUse("https://nowhere.example/cb")).isEmpty();
        assertThat(usual.faultAtUse("https://intranet.example/cb")).isPresent();
    }

    @Test
    void a_monstrous_uri_is_refused() throws InterruptedException {
        assertThat(usual.fault("https://app.example/" + "a".repeat(2_048))).contains(RedirectFault.INVALID_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb, https://app.example/cb, true",
        "https://app.example/cb, https://app.example/cb/, false",
        "https://app.example/cb, https://app.example/CB, false",
        "https://app.example/cb, https://APP.example/cb, false",
        "https://app.example/cb, https://app.example:443/cb, false",
        "https://app.example/cb, https://app.example/cb?x=1, false",
        "https://app.example/cb, https://app.example/cb/../cb, false",
        "https://app.example/cb, https://app.example/%63b, false",
        "https://app.example/cb, https://app.example.evil.example/cb, false",
        "https://app.example/cb, https://app.example@evil.example/cb, false",
        "http://localhost/cb, http://localhost:4711/cb, true",
        "http://localhost:1/cb, http://localhost:4711/cb, true",
        "http://localhost:1/cb, http://localhost/cb, true",
        "http://127.0.0.1:1/cb?a=b, http://127.0.0.1:2/cb?a=b, true",
        "http://[::1]:1/cb, http://[::1]:65535/cb, true",
        "http://127.0.0.1:1/cb, http://localhost:1/cb, false",
        "http://localhost:1/cb, http://127.0.0.1:1/cb, false",
        "http://localhost:1/cb, http://localhost:2/other, false",
        "http://localhost:1/cb, http://localhost:2/cb?x=1, false",
        "http://localhost:1/cb, http://localhost:2/cb#f, false",
        "http://localhost:1/cb, http://user@localhost:2/cb, false",
        "http://localhost:1/cb, https://localhost:2/cb, false",
        "https://localhost:1/cb, https://localhost:2/cb, false",
        "http://localhost:1/cb, http://localhost:2:3/cb, false",
        "http://localhost:1/cb, http://localhost:@evil.example/cb, false",
        "http://app.example:1/cb, http://app.example:2/cb, false",
        "cursor://x/cb, cursor://x:1/cb, false",
    })
    void matching(String registered, String requested, boolean matches) {
        assertThat(RedirectUris.match(List.of("https://other.example/cb", registered), Optional.of(requested)))
                .isEqualTo(matches ? Optional.of(requested) : Optional.empty());
    }

    @Test
    void the_only_registered_uri_need_not_be_named() {
        assertThat(RedirectUris.match(List.of("https://app.example/cb"), Optional.empty()))
                .contains("https://app.example/cb");
        assertThat(RedirectUris.match(List.of("https://a.example/", "https://b.example/"), Optional.empty()))
                .isEmpty();
        assertThat(RedirectUris.match(List.of(), Optional.empty())).isEmpty();
    }

    @Property
    void any_port_will_do_on_loopback_and_none_other_elsewhere(
            @ForAll @IntRange(min = 1, max = 65_535) int registered,
            @ForAll @IntRange(min = 1, max = 65_535) int requested) {
        assertThat(RedirectUris.match(
                        List.of("http://127.0.0.1:" + registered + "/p:1/cb"),
                        Optional.of("http://127.0.0.1:" + requested + "/p:1/cb")))
                .isPresent();
        assertThat(RedirectUris.match(
                                List.of("https://app.example:" + registered + "/cb"),
                                Optional.of("https://app.example:" + requested + "/cb"))
                        .isPresent())
                .isEqualTo(registered == requested);
    }

    @Property
    void no_text_makes_it_fail(@ForAll String text) throws InterruptedException {
        assertThat(usual.fault(text).map(RedirectFault::text)).isNotNull();
        assertThat(RedirectUris.match(List.of("http://localhost/cb"), Optional.of(text)))
                .isEmpty();
    }
}
