package io.muster.bench;

import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.util.Map;
import java.util.Optional;

/** An identity provider that is not to be asked: its tokens last longer than any measurement. */
final class BenchProvider implements IdentityProvider {
    @Override
    public String name() {
        return "dex";
    }

    @Override
    public String issuer() {
        return "https://dex.example";
    }

    @Override
    public Scopes defaultScopes() {
        return Scopes.of("openid");
    }

    @Override
    public String authorizationUrl(
            String state, String codeChallenge, Scopes scopes, Optional<String> nonce, Map<String, String> further) {
        throw asked();
    }

    @Override
    public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) {
        throw asked();
    }

    @Override
    public User userInfo(Secret accessToken, Deadline deadline) {
        throw asked();
    }

    @Override
    public ProviderTokens refresh(Secret refreshToken, Deadline deadline) {
        throw asked();
    }

    @Override
    public boolean revoke(Secret token, Deadline deadline) {
        throw asked();
    }

    private static IllegalStateException asked() {
        return new IllegalStateException("the provider is not to be asked");
    }
}
