package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People, clients and what they are granted. */
public final class Fixtures {
    public static final Subject ALICE = new Subject("alice-in-wonderland");
    public static final Subject BOB = new Subject("bob-the-builder");
    public static final ClientId EDITOR = new ClientId("editor-client");
    public static final ClientId TERMINAL = new ClientId("terminal-client");
    public static final Duration ACCESS_LASTS = Duration.ofMinutes(30);
    public static final Duration REFRESH_LASTS = Duration.ofDays(30);
    public static final Duration REMEMBERED = Duration.ofDays(90);
    public static final Duration GRACE = Duration.ofSeconds(10);

    private Fixtures() {}

    public static TokenHash hash(String token) {
        return TokenHash.of(token);
    }

    public static LoginSession session(String id, Subject subject, ClientId client, Instant now) {
        return new LoginSession(new SessionId(id), subject, client, 0, now, now.plus(REFRESH_LASTS), Optional.empty());
    }

    public static LoginSession session(String id, Instant now) {
        return session(id, ALICE, EDITOR, now);
    }

    public static GrantedToken access(String token, LoginSession session, long generation, Instant now) {
        return token(token, session, generation, now, now.plus(ACCESS_LASTS));
    }

    public static GrantedToken refresh(String token, LoginSession session, long generation, Instant now) {
        return token(token, session, generation, now, now.plus(REFRESH_LASTS));
    }

    private static GrantedToken token(String token, LoginSession session, long generation, Instant now, Instant until) {
        return new GrantedToken(
                hash(token),
                session.id(),
                session.subject(),
                session.client(),
                Scopes.of("openid", "mcp:admin"),
                List.of("https://muster.example/mcp"),
                Optional.of("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
                generation,
                now,
                until);
    }

    public static PendingLogin login(String verifier, Instant now) {
        return new PendingLogin(
                EDITOR,
                "http://127.0.0.1:4711/callback",
                "state-of-the-client",
                Scopes.of("openid"),
                List.of("https://muster.example/mcp"),
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                Optional.empty(),
                new Secret(verifier),
                Optional.of("nonce-of-the-login"),
                Map.of("login_hint", "alice", "prompt", "login"),
                Optional.of(hash("browser")),
                "REF-4711",
                now,
                now.plus(Duration.ofMinutes(10)));
    }

    public static PendingConsent consent(String verifier, Instant now) {
        return new PendingConsent(
                login(verifier, now),
                new Secret("state-for-the-provider"),
                List.of("prompt", "login"),
                hash("csrf"),
                now.plus(Duration.ofMinutes(10)));
    }

    public static AuthorizedCode code(String session, Instant now) {
        return new AuthorizedCode(
                new SessionId(session),
                EDITOR,
                "http://127.0.0.1:4711/callback",
                ALICE,
                Scopes.of("openid"),
                List.of("https://muster.example/mcp"),
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                Optional.of("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
                Optional.empty(),
                "REF-4711",
                now.plus(Duration.ofMinutes(1)));
    }

    public static RegisteredClient client(String id, Instant now, Optional<Duration> lasts) {
        return new RegisteredClient(
                new ClientId(id),
                Optional.of("hash-of-a-secret"),
                RegisteredClient.Origin.OPEN,
                JsonObject.builder()
                        .put("client_name", "Editor")
                        .put("redirect_uris", JsonArray.ofStrings(List.of("http://127.0.0.1/callback")))
                        .put("x_unknown", JsonObject.of("kept", "as it is"))
                        .build(),
                now,
                lasts.map(now::plus));
    }

    public static ProviderTokens providerTokens(String suffix, Instant now) {
        return new ProviderTokens(
                new Secret("provider-access-" + suffix),
                Optional.of(new Secret("provider-refresh-" + suffix)),
                Optional.of(new Secret("provider-id-" + suffix)),
                Optional.of(now.plus(ACCESS_LASTS)),
                now);
    }

    public static User user(Subject subject) {
        return new User(
                subject,
                "alice@example.org",
                true,
                "Alice Liddell",
                "Alice",
                "Liddell",
                "https://example.org/alice.png",
                "en",
                List.of("readers", "writers"));
    }
}
