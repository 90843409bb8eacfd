package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes each refresh token once, as Dex does: only the newest is good. Remembers what it was shown. */
class RotatingProvider implements IdentityProvider {
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private final InstantSource clock;
    private final List<String> seen = new ArrayList<>();
    private String newest = "";
    private int number;

    RotatingProvider(InstantSource clock) {
        this.clock = clock;
    }

    /** Tokens of a login. */
    synchronized ProviderTokens login() {
        return issue();
    }

    private ProviderTokens issue() {
        number++;
        newest = "refresh-" + number;
        return new ProviderTokens(
                new Secret("access-" + number),
                Optional.of(new Secret(newest)),
                Optional.empty(),
                Optional.of(clock.instant().plus(LIFETIME)),
                clock.instant());
    }

    /** The refresh tokens that were sent here, in order. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    synchronized boolean isNewest(Secret refreshToken) {
        return newest.equals(refreshToken.reveal());
    }

    /** The user has lost the right to log in. */
    synchronized void revokeEverything() {
        newest = "";
    }

    @Override
    public ProviderTokens refresh(Secret refreshToken, Deadline deadline) throws InterruptedException {
        return rotate(refreshToken);
    }

    private synchronized ProviderTokens rotate(Secret refreshToken) {
        seen.add(refreshToken.reveal());
        if (!isNewest(refreshToken)) {
            throw new ProviderFailure(ProviderFailure.Kind.REFUSED, "provider_refused", "used before");
        }
        return issue();
    }

    @Override
    public String name() {
        return "rotating";
    }

    @Override
    public String issuer() {
        return "https://rotating.example";
    }

    @Override
    public Scopes defaultScopes() {
        return Scopes.NONE;
    }

    @Override
    public String authorizationUrl(
            String state, String codeChallenge, Scopes scopes, Optional<String> nonce, Map<String, String> further) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public User userInfo(Secret accessToken, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(Secret token, Deadline deadline) {
        return true;
    }
}
