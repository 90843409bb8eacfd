package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://dex.example",
                "ftp://dex.example",
                "https://",
                "https:///path",
                "dex.example",
                "https://user:pw@dex.example",
                "https://dex.example#fragment",
                "https://dex.example?x=y",
                "https://127.0.0.1:5556",
                "https://10.0.0.7",
                "https://192.168.1.1/dex",
                "https://169.254.169.254",
                "https://0.0.0.0",
                "https://[::1]:5556",
                "https://[fd00::1]",
                "https://[fe80::1]",
                "https://[::ffff:10.0.0.1]",
                "not a url"
            })
    void refuses_issuers_that_no_provider_may_have(String issuer) {
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> ProviderUrl.policy(issuer, true))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.INVALID));
    }

    @Test
    void names_of_private_addresses_need_permission() {
        assertThat(ProviderUrl.policy("https://dex.example/dex", false).addresses())
                .isEqualTo(AddressRule.PUBLIC);
        assertThat(ProviderUrl.policy("https://dex.example/dex", true).addresses())
                .isEqualTo(AddressRule.ANY);
    }

    @Test
    void localhost_by_name_needs_none() {
        assertThat(ProviderUrl.policy("https://localhost:5556", false).addresses())
                .isEqualTo(AddressRule.ANY);
        assertThat(ProviderUrl.policy("https://localhost.evil.example", false).addresses())
                .isEqualTo(AddressRule.PUBLIC);
    }

    @Test
    void documents_are_small_and_redirects_few() {
        var policy = ProviderUrl.policy("https://dex.example", false);

        assertThat(policy.maxBodyBytes()).isEqualTo(1 << 20);
        assertThat(policy.maxRedirects()).isEqualTo(3);
        assertThat(policy.schemes()).containsExactly("https");
    }
}
