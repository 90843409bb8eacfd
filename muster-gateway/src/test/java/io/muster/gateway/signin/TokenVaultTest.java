package io.muster.gateway.signin;

import static io.muster.gateway.signin.SignInWorld.ALICE;
import static io.muster.gateway.signin.SignInWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.signin.StoredTokens.Identity;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.token.TokenSet;
import io.muster.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVaultTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String HASH = "oauth:token:" + ALICE.session().value();

    private final ManualTime time = new ManualTime();
    private final FakeHashStore store = new FakeHashStore(time);
    private final TokenVault vault = new TokenVault(store, LIFE);
    private final BackendSpec wiki = new SignInWorld().define("wiki", "https://wiki.example/mcp", "{}");
    private final SignInTerms terms = SignInTerms.of(wiki);

    private static TokenKey key(String issuer, String resource, String client) {
        return new TokenKey(new Issuer(issuer), URI.create(resource), new ClientId(client));
    }

    private StoredTokens stored(TokenKey key, Optional<TokenKey> parent) {
        return new StoredTokens(
                key,
                new TokenSet(
                        new Secret("access"),
                        Optional.of(new Secret("refresh")),
                        Optional.of(new Secret("id")),
                        time.instant().plusSeconds(60),
                        Scopes.of("a", "b")),
                Scopes.of("b", "c"),
                Optional.of(URI.create("https://wiki.example/mcp")),
                Identity.DYNAMIC,
                Provenance.VALIDATED_VIA_ISSUER,
                URI.create("https://as.example/token"),
                parent,
                time.instant(),
                7,
                Optional.of("ok"));
    }

    @Test
    void what_is_kept_comes_back_as_it_was() {
        var tokens = stored(key("https://as.example/t", "https://wiki.example/mcp", "a|b c"), Optional.empty());
        vault.keep(ALICE.session(), terms, tokens);

        assertThat(vault.bound(ALICE.session(), terms)).contains(tokens);
        assertThat(vault.bound(BOB.session(), terms)).isEmpty();
    }

    @Test
    void a_session_that_nobody_uses_any_more_is_forgotten() {
        vault.keep(
                ALICE.session(),
                terms,
                stored(key("https://as.example", "https://wiki.example", "c"), Optional.empty()));
        time.advance(LIFE);

        assertThat(vault.bound(ALICE.session(), terms)).isEmpty();
    }

    @Test
    void tokens_that_no_server_uses_go_but_not_those_that_others_come_from() {
        var root = stored(key("https://as.example", "https://wiki.example/mcp", "c"), Optional.empty());
        var derived = stored(key("https://as.example", "https://mail.example/mcp", "c"), Optional.of(root.key()));
        var mail = SignInTerms.of(new SignInWorld().define("mail", "https://mail.example/mcp", "{}"));
        vault.keep(ALICE.session(), terms, root);
        vault.keep(ALICE.session(), mail, derived);

        assertThat(vault.unbind(ALICE.session(), "wiki")).isEmpty();
        assertThat(vault.all(ALICE.session())).containsExactlyInAnyOrder(root, derived);
        assertThat(vault.unbind(ALICE.session(), "mail")).containsExactlyInAnyOrder(root, derived);
        assertThat(vault.all(ALICE.session())).isEmpty();
    }

    @Test
    void a_renewal_that_comes_too_late_brings_nothing_back() {
        var tokens = stored(key("https://as.example", "https://wiki.example/mcp", "c"), Optional.empty());
        vault.keep(ALICE.session(), terms, tokens);
        vault.unbind(ALICE.session(), "wiki");

        vault.replace(ALICE.session(), tokens);

        assertThat(vault.all(ALICE.session())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"access_token\":\"a\",\"issuer\":\"https://as.example\",\"scope\":\"openid\"}",
                "{\"access_token\":\"a\",\"token_endpoint\":\"https://as.example/token\",\"expires_at\":\"soon\"}"
            })
    void what_something_else_wrote_is_passed_over(String value) {
        store.put(HASH, "https://as.example|https://wiki.example/mcp|c", value, LIFE);
        store.put(HASH, "https://as.example|openid profile", "{\"access_token\":\"a\"}", LIFE);
        store.put(HASH, "server|wiki", "no json", LIFE);

        assertThat(vault.all(ALICE.session())).isEqualTo(List.of());
        assertThat(vault.bound(ALICE.session(), terms)).isEmpty();
    }
}
