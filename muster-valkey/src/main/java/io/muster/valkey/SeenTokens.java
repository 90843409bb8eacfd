package io.muster.valkey;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Access tokens that the server showed alive a few seconds ago, and of whose end this process would have heard since. Only
 * what is there is remembered, never that something is not. A change that is heard of while the token is being read wins:
 * it takes away the place that the reader has reserved. Reading takes no lock. Thread-safe.
 */
final class SeenTokens {
    static final Duration AGE = Duration.ofSeconds(5);
    static final int MOST = 20_000;

    private final Attention attention;
    private final InstantSource clock;
    private final ConcurrentHashMap<TokenHash, Place> places = new ConcurrentHashMap<>();

    private sealed interface Place {}

    /** Somebody reads the token from the server. Each such place is like no other. */
    private static final class Reserved implements Place {}

    private record Seen(GrantedToken token, long period, Instant until) implements Place {}

    SeenTokens(Attention attention, InstantSource clock) {
        this.attention = attention;
        this.clock = clock;
    }

    /** The token as it was seen; else as the server shows it now. */
    Optional<GrantedToken> get(TokenHash hash, Supplier<Optional<GrantedToken>> server) {
        var now = clock.instant();
        var period = attention.period(now);
        if (period == Attention.NONE) {
            return server.get();
        }
        var place = places.get(hash);
        if (place instanceof Seen seen && seen.period() == period && now.isBefore(seen.until())) {
            return Optional.of(seen.token());
        }
        if (place instanceof Reserved || places.mappingCount() >= MOST) {
            return server.get();
        }
        var reserved = new Reserved();
        var isMine = place == null ? places.putIfAbsent(hash, reserved) == null : places.replace(hash, place, reserved);
        return isMine ? read(hash, reserved, new Span(period, now.plus(AGE)), server) : server.get();
    }

    /** When a token was read. */
    private record Span(long period, Instant until) {}

    private Optional<GrantedToken> read(
            TokenHash hash, Reserved reserved, Span span, Supplier<Optional<GrantedToken>> server) {
        var found = Optional.<GrantedToken>empty();
        try {
            found = server.get();
            return found;
        } finally {
            found.ifPresentOrElse(
                    token -> places.replace(hash, reserved, new Seen(token, span.period(), span.until())),
                    () -> places.remove(hash, reserved));
        }
    }

    void forget(TokenHash hash) {
        places.remove(hash);
    }

    /** Whatever may be of a session: its tokens, and those that are just being read. */
    void forget(SessionId session) {
        places.values()
                .removeIf(place ->
                        !(place instanceof Seen seen) || seen.token().session().equals(session));
    }

    void forgetAll() {
        places.clear();
    }

    /** Drops what is too old to be used. */
    void sweep() {
        var now = clock.instant();
        places.values().removeIf(place -> place instanceof Seen seen && !now.isBefore(seen.until()));
    }

    long size() {
        return places.mappingCount();
    }
}
