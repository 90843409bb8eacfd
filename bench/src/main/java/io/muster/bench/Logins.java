package io.muster.bench;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.file.FileStores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.valkey.ValkeySettings;
import io.muster.valkey.ValkeyStores;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors that have logged in: their sessions are written into the stores of a program that has yet to start. Their tokens
 * and those of the identity provider last longer than any measurement, so nobody asks the provider.
 */
final class Logins {
    private static final String ISSUER = "https://muster.example";
    private static final Duration LIFE = Duration.ofHours(6);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final List<Visitor> visitors;
    private final SecureRandom random = new SecureRandom();
    private final SealingKey key = SealingKey.random(random);
    private final Instant now = SystemScheduler.clock().instant();

    Logins(List<Visitor> visitors) {
        this.visitors = visitors;
    }

    List<Visitor> visitors() {
        return visitors;
    }

    /** What the program has to be told, beside where it finds the stores. Google's endpoints are known without asking. */
    String configuration(String storage) {
        return """
                , oauth: {server: {enabled: true, baseUrl: "%s", provider: google, \
                google: {clientId: bench, clientSecret: bench}, encryptionKey: "%s", storage: {%s}}}""".formatted(ISSUER, key.encoded().reveal(), storage);
    }

    /** Writes the sessions into the directory where the program keeps its state. */
    void keepIn(Path state) throws IOException {
        Files.createDirectories(state);
        try (var scheduler = new SystemScheduler();
                var stores = FileStores.open(
                        state.resolve("oauth.db"),
                        seal(),
                        Capacity.DEFAULT,
                        SystemScheduler.clock(),
                        scheduler,
                        random)) {
            begin(stores);
        }
    }

    /** Writes them into a Valkey that may still be starting. */
    void keepIn(ValkeySettings settings) {
        var end = System.nanoTime() + PATIENCE_NANOS;
        try (var scheduler = new SystemScheduler()) {
            while (true) {
                try (var stores = ValkeyStores.open(settings, seal(), SystemScheduler.clock(), scheduler, random)) {
                    begin(stores);
                    return;
                } catch (StoreUnavailable notYet) {
                    if (System.nanoTime() > end) {
                        throw notYet;
                    }
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }
    }

    private AesSeal seal() {
        return new AesSeal(List.of(key), random);
    }

    private void begin(Stores stores) {
        for (var number = 0; number < visitors.size(); number++) {
            var token = visitors.get(number).token();
            var session = new LoginSession(
                    new SessionId("session-" + token),
                    new Subject("user-" + number),
                    new ClientId("https://editor.example/oauth/client-metadata.json"),
                    0,
                    now,
                    now.plus(LIFE),
                    Optional.empty());
            stores.sessions().start(session, granted(token, session), granted("refresh-" + token, session));
            stores.providerTokens().save(session.subject(), providerTokens(session.subject()), now.plus(LIFE));
        }
    }

    private GrantedToken granted(String token, LoginSession session) {
        return new GrantedToken(
                TokenHash.of(token),
                session.id(),
                session.subject(),
                session.client(),
                Scopes.of("openid", "profile", "email"),
                List.of(ISSUER),
                Optional.empty(),
                0,
                now,
                now.plus(LIFE));
    }

    private ProviderTokens providerTokens(Subject subject) {
        var expiry = now.plus(LIFE);
        return new ProviderTokens(
                new Secret("provider-access-" + subject.value()),
                Optional.of(new Secret("provider-refresh-" + subject.value())),
                Optional.of(new Secret(idToken(subject, expiry))),
                Optional.of(expiry),
                now);
    }

    private static String idToken(Subject subject, Instant expiry) {
        var claims = "{\"iss\":\"https://accounts.google.com\",\"aud\":\"bench\",\"sub\":\"" + subject.value()
                + "\",\"exp\":" + expiry.getEpochSecond() + "}";
        return encoded("{\"alg\":\"RS256\",\"kid\":\"bench\"}") + "." + encoded(claims) + "." + encoded("signature");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
