package io.muster.authserver.authorize;

import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.Readiness;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.wire.time.Deadline;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An identity provider with one user, who is always logged in already. */
final class FakeLoginProvider implements LoginProvider {
    static final String ISSUER = "https://idp.example";

    /** What was redeemed: code and verifier. */
    record Redeemed(String code, String verifier, Optional<String> nonce) {}

    private final InstantSource clock;
    private final List<Redeemed> redeemed = new ArrayList<>();
    private String user = "alice";
    private @Nullable ProviderFailure failure;
    private String idToken = "idp-id";
    private boolean lost;

    FakeLoginProvider(InstantSource clock) {
        this.clock = clock;
    }

    void user(String subject) {
        user = subject;
    }

    void failing(ProviderFailure.Kind kind, String reason) {
        failure = new ProviderFailure(kind, reason, "text with details");
    }

    /** Issues this for an ID token. */
    void saying(String token) {
        idToken = token;
    }

    /** It is not even known where to send browsers. */
    void lost() {
        lost = true;
    }

    List<Redeemed> redeemed() {
        return redeemed;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String issuer() {
        return ISSUER;
    }

    @Override
    public Scopes defaultScopes() {
        return Scopes.parse("openid profile email groups offline_access audience:server:client_id:k8s");
    }

    @Override
    public Scopes askedFor(Scopes scopes) {
        return scopes.union(defaultScopes());
    }

    @Override
    public KeySet keys() {
        return KeySet.fixed(new JwkSet(List.of(), true));
    }

    @Override
    public Readiness readiness(Deadline deadline) {
        return new Readiness.Ready();
    }

    @Override
    public String authorizationUrl(
            String state, String codeChallenge, Scopes scopes, Optional<String> nonce, Map<String, String> further) {
        if (lost) {
            throw new ProviderFailure(ProviderFailure.Kind.UNAVAILABLE, "provider_connect", "no answer");
        }
        var parameters = new LinkedHashMap<>(further);
        parameters.put("state", state);
        parameters.put("code_challenge", codeChallenge);
        parameters.put("scope", askedFor(scopes).toString());
        nonce.ifPresent(value -> parameters.put("nonce", value));
        return ISSUER + "/auth?"
                + parameters.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    @Override
    public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) {
        if (failure != null) {
            throw failure;
        }
        redeemed.add(new Redeemed(code, verifier.reveal(), nonce));
        var now = clock.instant();
        var tokens = new ProviderTokens(
                new Secret("idp-access"),
                Optional.of(new Secret("idp-refresh")),
                Optional.of(new Secret(idToken)),
                Optional.of(now.plusSeconds(1800)),
                now);
        return new Login(tokens, userInfo(tokens.accessToken(), deadline));
    }

    @Override
    public User userInfo(Secret accessToken, Deadline deadline) {
        return new User(new Subject(user), user + "@example.com", true, user, "", "", "", "", List.of());
    }

    @Override
    public ProviderTokens refresh(Secret refreshToken, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(Secret token, Deadline deadline) {
        return true;
    }
}
