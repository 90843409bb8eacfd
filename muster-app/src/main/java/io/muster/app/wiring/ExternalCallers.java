package io.muster.app.wiring;

import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Callers with tokens of other issuers. Their session is named after the token, so that logs of all hops can be joined;
 * here they keep one session while their tokens are replaced. Two tokens are of one session when they say the same in every
 * respect but when they were issued, so that nobody gains by it. Thread-safe.
 */
final class ExternalCallers {
    private static final String EXTERNAL = "ext-";
    private static final byte[] LABEL = "muster/session-of-claims\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN_BYTES = 16;
    private static final int MOST = 10_000;

    /** What differs from one token to the next of the same user, client and purpose. */
    private static final Set<String> PASSING =
            Set.of("exp", "iat", "nbf", "jti", "auth_time", "nonce", "at_hash", "c_hash", "uti", "rat");

    private final Map<SessionId, SessionId> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, SessionId> eldest) {
            return size() > MOST;
        }
    };

    /** The caller of a request that was admitted, with the session that it belongs to. */
    Caller admitted(Caller caller, Supplier<Optional<Secret>> token) {
        if (!isExternal(caller.session())) {
            return caller;
        }
        var lasting = lasting(caller.session());
        if (lasting.isPresent()) {
            return new Caller(lasting.get(), caller.subject());
        }
        var named =
                token.get().flatMap(bearer -> JwtReader.read(bearer.reveal())).map(ExternalCallers::session);
        named.ifPresent(session -> remember(caller.session(), session));
        return new Caller(named.orElse(caller.session()), caller.subject());
    }

    /** The session that one of another name belongs to. */
    SessionId session(SessionId session) {
        return isExternal(session) ? lasting(session).orElse(session) : session;
    }

    private synchronized Optional<SessionId> lasting(SessionId session) {
        return Optional.ofNullable(known.get(session));
    }

    private synchronized void remember(SessionId session, SessionId lasting) {
        known.put(session, lasting);
    }

    private static boolean isExternal(SessionId session) {
        return session.value().startsWith(EXTERNAL);
    }

    private static SessionId session(Jwt token) {
        var lasting = JsonObject.builder();
        token.claims().members().stream()
                .filter(claim -> !PASSING.contains(claim.name()))
                .sorted(Comparator.comparing(JsonObject.Member::name))
                .forEach(claim -> lasting.put(claim.name(), claim.value()));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(LABEL);
            var hash = digest.digest(Json.bytes(lasting.build()));
            return new SessionId(EXTERNAL + HexFormat.of().formatHex(hash, 0, SHOWN_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
