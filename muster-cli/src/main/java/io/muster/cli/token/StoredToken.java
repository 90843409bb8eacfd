package io.muster.cli.token;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token file says. Members that other programs put there survive renewals.
 *
 * @param json the document
 */
public record StoredToken(JsonObject json) {
    /** A token that ends sooner is not worth sending. */
    static final Duration MARGIN = Duration.ofSeconds(60);
    /** How long a session lasts that is not renewed. */
    private static final Duration SESSION = Duration.ofDays(30);

    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final String EXPIRY = "expiry";
    private static final String REFRESH = "refresh_token";
    private static final String CREATED = "created_at";

    /** The file of a new login. */
    public static StoredToken of(ServerUrl server, String issuer, TokenSet tokens, Instant now) {
        var json = JsonObject.builder()
                .put("access_token", tokens.accessToken().reveal())
                .putTextIfPresent(REFRESH, tokens.refreshToken().map(Secret::reveal))
                .put("token_type", "Bearer")
                .put(EXPIRY, tokens.expiresAt().toString())
                .putTextIfPresent("id_token", tokens.idToken().map(Secret::reveal))
                .put("server_url", server.value())
                .put("issuer_url", issuer)
                .put(CREATED, now.toString())
                .put("session_started_at", now.toString())
                .build();
        return new StoredToken(json);
    }

    /** After a renewal: what was not issued again stays. */
    public StoredToken renewed(TokenSet tokens, Instant now) {
        var renewed = json.with("access_token", tokens.accessToken().reveal())
                .with("token_type", "Bearer")
                .with(EXPIRY, tokens.expiresAt().toString())
                .with(CREATED, now.toString());
        if (tokens.refreshToken().isPresent()) {
            renewed = renewed.with(REFRESH, tokens.refreshToken().get().reveal());
        }
        if (tokens.idToken().isPresent()) {
            renewed = renewed.with("id_token", tokens.idToken().get().reveal());
        }
        return new StoredToken(renewed);
    }

    /** As it was issued, as far as the file says. */
    public TokenSet issued() {
        return new TokenSet(
                accessToken(), refreshToken(), idToken(), expiresAt().orElse(Instant.MAX), Scopes.NONE);
    }

    /** What is left when the server refuses the refresh token; the access token may still last. */
    public StoredToken withoutRefreshToken() {
        return new StoredToken(json.without(REFRESH));
    }

    public Secret accessToken() {
        return new Secret(json.text("access_token", ""));
    }

    public Optional<Secret> refreshToken() {
        return secret(REFRESH);
    }

    public Optional<Secret> idToken() {
        return secret("id_token");
    }

    private Optional<Secret> secret(String member) {
        return json.text(member).filter(value -> !value.isEmpty()).map(Secret::new);
    }

    /** The authorization server that issued it; empty when the file does not say. */
    public String issuer() {
        return json.text("issuer_url", "");
    }

    public Optional<String> client() {
        return json.text("client_id").filter(id -> !id.isBlank());
    }

    public String server() {
        return json.text("server_url", "");
    }

    /** When the access token ends; empty when it never does. */
    public Optional<Instant> expiresAt() {
        return json.text(EXPIRY)
                .filter(text -> !text.isEmpty() && !text.equals(NEVER))
                .map(text -> time(text).orElse(Instant.EPOCH));
    }

    /** When the session ends, unless it is renewed before: an estimate. */
    public Optional<Instant> sessionEndsAt() {
        return refreshToken()
                .flatMap(_ -> json.text(CREATED))
                .flatMap(StoredToken::time)
                .map(at -> at.plus(SESSION));
    }

    /** Whether the access token can be sent. */
    public boolean isValidAt(Instant now) {
        return !accessToken().reveal().isEmpty()
                && expiresAt().map(at -> at.minus(MARGIN).isAfter(now)).orElse(true);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "token for " + server();
    }
}
