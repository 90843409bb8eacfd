package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Scopes;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R-1a: what operators require is always merged into what a client asks for. */
class ProviderScopesTest {
    private static final Scopes DEX_DEFAULTS =
            Scopes.parse("openid profile email groups offline_access audience:server:client_id:dex-k8s-authenticator");
    private static final Scopes GOOGLE_DEFAULTS = Scopes.parse(
            "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email");

    @Test
    void a_client_that_asks_for_little_still_gets_the_audiences() {
        var merged = new ProviderScopes(ProviderScopes.DEX)
                .merge(Scopes.parse("openid profile email offline_access"), DEX_DEFAULTS);

        assertThat(merged)
                .isEqualTo(Scopes.parse("openid profile email offline_access groups"
                        + " audience:server:client_id:dex-k8s-authenticator"));
    }

    @Test
    void the_order_of_the_client_comes_first() {
        var merged = new ProviderScopes(ProviderScopes.DEX).merge(Scopes.parse("groups email"), DEX_DEFAULTS);

        assertThat(merged.values()).startsWith("groups", "email").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "mcp:admin, false",
        "claudeai, false",
        "federated:id, true",
        "groups, true",
        "offline_access, true",
        "audience:server:client_id:other, true",
        "audience:server:client_id:, false",
        "'audience:server:client_id:a b', false",
        "https://www.googleapis.com/auth/drive, false"
    })
    void dex_is_asked_for_what_it_knows(String scope, boolean passed) {
        var merged = new ProviderScopes(ProviderScopes.DEX).merge(Scopes.of(scope), Scopes.of("openid"));

        assertThat(merged.contains(scope)).isEqualTo(passed);
        assertThat(merged.contains("openid")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "openid, true",
        "email, true",
        "profile, true",
        "offline_access, false",
        "groups, false",
        "https://www.googleapis.com/auth/drive, true",
        "https://www.googleapis.com.evil.example/auth/drive, false"
    })
    void google_is_asked_for_what_it_knows(String scope, boolean passed) {
        var merged = new ProviderScopes(ProviderScopes.GOOGLE).merge(Scopes.of(scope), GOOGLE_DEFAULTS);

        assertThat(merged.contains(scope)).isEqualTo(passed);
        assertThat(merged.contains("openid")).isTrue();
    }

    @Test
    void of_too_many_scopes_those_of_the_client_give_way() {
        var many = new Scopes(IntStream.range(0, 80).mapToObj(i -> "scope-" + i).toList());

        var merged = new ProviderScopes(scope -> true).merge(many, DEX_DEFAULTS);

        assertThat(merged.values()).hasSize(50);
        assertThat(merged.containsAll(DEX_DEFAULTS)).isTrue();
    }

    @Test
    void overlong_scopes_are_left_out() {
        var merged = new ProviderScopes(scope -> true).merge(Scopes.of("x".repeat(257)), Scopes.of("openid"));

        assertThat(merged).isEqualTo(Scopes.of("openid"));
    }
}
