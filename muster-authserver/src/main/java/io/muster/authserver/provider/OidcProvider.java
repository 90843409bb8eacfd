package io.muster.authserver.provider;

import io.muster.authserver.provider.Calls.Operation;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.KeySet;
import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any provider that speaks OpenID Connect; {@link Providers} knows their dialects. Thread-safe.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth">OpenID Connect Core 1.0, 3.1</a>
 */
final class OidcProvider implements LoginProvider {
    private static final Logger log = LoggerFactory.getLogger(OidcProvider.class);
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    private final Dialect dialect;
    private final ProviderSettings settings;
    private final Endpoints endpoints;
    private final Calls calls;
    private final KeySet keys;
    private final IdTokens idTokens;
    private final InstantSource clock;

    OidcProvider(Dialect dialect, ProviderSettings settings, Endpoints endpoints, Web web, InstantSource clock) {
        this.dialect = dialect;
        this.settings = settings;
        this.endpoints = endpoints;
        this.calls = web.calls();
        this.keys = new ProviderKeys(endpoints, web.outbound(), clock);
        this.idTokens = new IdTokens(dialect.issuer(), settings.clientId(), settings.checking(), keys, clock);
        this.clock = clock;
    }

    @Override
    public String name() {
        return dialect.name();
    }

    @Override
    public String issuer() {
        return dialect.issuer();
    }

    @Override
    public Scopes defaultScopes() {
        return dialect.defaults().get();
    }

    @Override
    public Scopes askedFor(Scopes scopes) {
        return dialect.scopes().merge(scopes, defaultScopes());
    }

    @Override
    public KeySet keys() {
        return keys;
    }

    @Override
    public Readiness readiness(Deadline deadline) throws InterruptedException {
        try {
            endpoints.current(deadline);
            return new Readiness.Ready();
        } catch (ProviderFailure e) {
            return e.kind() == Kind.UNAVAILABLE
                    ? new Readiness.Unavailable(String.valueOf(e.getMessage()))
                    : new Readiness.Misconfigured(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String authorizationUrl(
            String state, String codeChallenge, Scopes scopes, Optional<String> nonce, Map<String, String> further) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", settings.callback());
        parameters.put("scope", askedFor(scopes).toString());
        parameters.put("state", state);
        parameters.put("code_challenge", codeChallenge);
        parameters.put("code_challenge_method", "S256");
        nonce.ifPresent(value -> parameters.put("nonce", value));
        further.forEach(parameters::putIfAbsent);
        parameters.putAll(dialect.parameters());
        var endpoint = authorizationEndpoint().toString();
        return endpoint
                + (endpoint.contains("?") ? "&" : "?")
                + parameters.entrySet().stream()
                        .map(parameter -> Calls.encoded(parameter.getKey()) + "=" + Calls.encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private URI authorizationEndpoint() {
        try {
            return endpoints.current(Deadline.after(DISCOVERY, clock)).authorizationEndpoint();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(Kind.UNAVAILABLE, "interrupted", "interrupted while reading metadata", e);
        }
    }

    @Override
    public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline)
            throws InterruptedException {
        var until = deadline.orEarlier(Deadline.after(CALL, clock));
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", settings.callback());
        form.put("code_verifier", verifier.reveal());
        var answer = tokens(form, until);
        var idToken = verified(answer, nonce);
        var user = user(answer.accessToken(), idToken, until);
        return new Login(tokens(answer, idToken), user);
    }

    /** The ID token of a login; nothing where none is needed. */
    private Optional<Jwt> verified(TokenAnswer answer, Optional<String> nonce) throws InterruptedException {
        if (answer.idToken().isEmpty()) {
            if (nonce.isPresent() || settings.checking() == IdTokenChecking.STRICT) {
                throw new ProviderFailure(Kind.INVALID, "id_token_missing", "the identity provider sent no ID token");
            }
            return Optional.empty();
        }
        var idToken = idTokens.verified(answer.idToken().get());
        nonce.ifPresent(expected -> Nonce.check(expected, idToken));
        return Optional.of(idToken);
    }

    /** The user of the userinfo endpoint, who must be the one of the ID token (OpenID Connect Core section 5.3.4). */
    private User user(Secret accessToken, Optional<Jwt> idToken, Deadline deadline) throws InterruptedException {
        if (endpoints.current(deadline).userinfoEndpoint().isEmpty() && idToken.isPresent()) {
            return UserClaims.parse(idToken.get().claims());
        }
        var user = userInfo(accessToken, deadline);
        if (idToken.isPresent()
                && !idToken.get().subject().equals(Optional.of(user.subject().value()))) {
            throw new ProviderFailure(
                    Kind.INVALID, "subject_mismatch", "ID token and userinfo endpoint are about different users");
        }
        return user;
    }

    @Override
    public User userInfo(Secret accessToken, Deadline deadline) throws InterruptedException {
        var until = deadline.orEarlier(Deadline.after(CALL, clock));
        var endpoint = endpoints
                .current(until)
                .userinfoEndpoint()
                .orElseThrow(() -> new ProviderFailure(
                        Kind.INVALID, "no_userinfo", "the identity provider has no userinfo endpoint"));
        var headers = Headers.of("Authorization", "Bearer " + accessToken.reveal());
        return UserClaims.parse(calls.get(Operation.USERINFO, endpoint, headers, until));
    }

    @Override
    public ProviderTokens refresh(Secret refreshToken, Deadline deadline) throws InterruptedException {
        var until = deadline.orEarlier(Deadline.after(CALL, clock));
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken.reveal());
        var answer = tokens(form, until);
        return tokens(answer, refreshed(answer));
    }

    /**
     * An ID token of a refresh that cannot be believed is left out, but the rest is kept: the provider has taken the old
     * refresh token by now.
     */
    private Optional<Jwt> refreshed(TokenAnswer answer) throws InterruptedException {
        if (answer.idToken().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(idTokens.verified(answer.idToken().get()));
        } catch (ProviderFailure e) {
            log.atWarn().addKeyValue("reason", e.reason()).setCause(e).log("a refreshed ID token is ignored");
            return Optional.empty();
        }
    }

    private ProviderTokens tokens(TokenAnswer answer, Optional<Jwt> idToken) {
        var now = clock.instant();
        var expiry = Stream.of(answer.expiry(now), idToken.flatMap(Jwt::expiresAt))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new ProviderTokens(
                answer.accessToken(),
                answer.refreshToken(),
                idToken.flatMap(verified -> answer.idToken()),
                expiry,
                now);
    }

    @Override
    public boolean revoke(Secret token, Deadline deadline) throws InterruptedException {
        var until = deadline.orEarlier(Deadline.after(CALL, clock));
        var endpoint = endpoints.current(until).revocationEndpoint();
        if (endpoint.isPresent()) {
            var form = new LinkedHashMap<>(Map.of("token", token.reveal()));
            calls.tell(Operation.REVOCATION, endpoint.get(), form, authentication(form, until), until);
        }
        return endpoint.isPresent();
    }

    private TokenAnswer tokens(Map<String, String> form, Deadline deadline) throws InterruptedException {
        var headers = authentication(form, deadline);
        var endpoint = endpoints.current(deadline).tokenEndpoint();
        return TokenAnswer.parse(calls.post(Operation.TOKEN, endpoint, form, headers, deadline));
    }

    /** Proves who we are: in the header, else in the form (RFC 6749 section 2.3.1). */
    private Headers authentication(Map<String, String> form, Deadline deadline) throws InterruptedException {
        if (endpoints.current(deadline).wantsSecretInBody()) {
            form.put("client_id", settings.clientId());
            form.put("client_secret", settings.clientSecret().reveal());
            return Headers.EMPTY;
        }
        return new ClientCredentials(settings.clientId(), settings.clientSecret()).basic();
    }
}
