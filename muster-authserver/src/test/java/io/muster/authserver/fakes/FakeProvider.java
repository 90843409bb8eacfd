package io.muster.authserver.fakes;

import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows access tokens, forgets revoked ones, and can fail. */
public final class FakeProvider implements IdentityProvider {
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Optional<ProviderFailure.Kind> failure = Optional.empty();
    private final AtomicInteger revocations = new AtomicInteger();
    private volatile boolean revokes = true;
    private volatile Runnable pause = () -> {};

    public void knows(String accessToken, User user) {
        users.put(accessToken, user);
    }

    public void forget(String accessToken) {
        users.remove(accessToken);
    }

    public void failsWith(ProviderFailure.Kind kind) {
        failure = Optional.of(kind);
    }

    public void recovers() {
        failure = Optional.empty();
    }

    public void offersNoRevocation() {
        revokes = false;
    }

    public List<String> revoked() {
        return List.copyOf(revoked);
    }

    /** How often it was asked to revoke a token. */
    public int revocations() {
        return revocations.get();
    }

    /** What happens while it revokes. */
    public void takes(Runnable time) {
        pause = time;
    }

    /** How often it was asked for a user. */
    public int questions() {
        return questions.get();
    }

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
        throw new UnsupportedOperationException();
    }

    @Override
    public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public User userInfo(Secret accessToken, Deadline deadline) {
        questions.incrementAndGet();
        failIfSo();
        return Optional.ofNullable(users.get(accessToken.reveal()))
                .orElseThrow(() -> new ProviderFailure(ProviderFailure.Kind.REFUSED, "unknown", "unknown token"));
    }

    @Override
    public ProviderTokens refresh(Secret refreshToken, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(Secret token, Deadline deadline) {
        revocations.incrementAndGet();
        pause.run();
        failIfSo();
        if (revokes) {
            revoked.add(token.reveal());
        }
        return revokes;
    }

    private void failIfSo() {
        failure.ifPresent(kind -> {
            throw new ProviderFailure(kind, "asked_to", "fails because the test says so");
        });
    }
}
