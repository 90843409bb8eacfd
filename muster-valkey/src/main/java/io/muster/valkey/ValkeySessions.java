package io.muster.valkey;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codecs;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.valkey.Server.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

/**
 * Sessions and tokens. An access token is one key, which the end of its session removes: checking a bearer is one plain
 * read, or none while the token is known not to have changed. A refresh token is a hash that says what replaced it; a session is a hash with the parts that change beside the
 * sealed value.
 */
final class ValkeySessions implements SessionStore, AutoCloseable {
    private final Server server;
    private final Keys keys;
    private final Values values;
    private final Tombstones tombstones;
    private final SeenTokens seen;

    ValkeySessions(Server server, Keys keys, Values values, Tombstones tombstones, SeenTokens seen) {
        this.server = server;
        this.keys = keys;
        this.values = values;
        this.tombstones = tombstones;
        this.seen = seen;
    }

    @Override
    public void start(LoginSession session, GrantedToken access, GrantedToken refresh) {
        var id = session.id();
        StoreLimits.DEFAULT.checkIdentifier("the session id", id.value());
        StoreLimits.DEFAULT.checkIdentifier("the subject", session.subject().value());
        server.script(
                Repeat.ALLOWED,
                Script.START_SESSION,
                List.of(
                        keys.session(id),
                        keys.access(access.hash()),
                        keys.refresh(refresh.hash()),
                        keys.refreshOf(id),
                        keys.accessOf(id),
                        keys.sessionsOf(session.subject()),
                        keys.sessionsOf(session.client())),
                values.write(keys.session(id), Codecs.SESSION, session),
                session.generation(),
                session.expiresAt().toEpochMilli(),
                Ttl.millis(session.startedAt(), session.expiresAt()),
                values.write(keys.access(access.hash()), Codecs.TOKEN, access),
                access.expiresAt().toEpochMilli(),
                Ttl.millis(session.startedAt(), access.expiresAt()),
                values.write(keys.refresh(refresh.hash()), Codecs.TOKEN, refresh));
    }

    @Override
    public Optional<GrantedToken> access(TokenHash hash, Instant now) {
        return seen.get(hash, () -> onServer(hash)).filter(token -> now.isBefore(token.expiresAt()));
    }

    private Optional<GrantedToken> onServer(TokenHash hash) {
        var key = keys.access(hash);
        return Optional.ofNullable(server.get(key))
                .map(stored -> values.read(key, Codecs.TOKEN, stored))
                .filter(token -> tombstones.endOf(token.session()).isEmpty());
    }

    @Override
    public RefreshState refresh(TokenHash hash, Instant now) {
        var key = keys.refresh(hash);
        return Reply.of(server.script(Repeat.ALLOWED, Script.REFRESH_STATE, List.of(key)))
                .map(reply -> state(key, reply, now))
                .orElseGet(RefreshState.Unknown::new);
    }

    /** The answer is described in the script. */
    private RefreshState state(String key, Reply reply, Instant now) {
        var token = values.read(key, Codecs.TOKEN, reply.bytes(0).orElseThrow());
        var session = session(reply.text(5).orElseThrow(), reply, 6).orElse(null);
        if (session == null) {
            // Its writes were lost with the server that had them: no reason to suspect anybody.
            return new RefreshState.Unknown();
        }
        var recognisedUntil =
                session.endedAt().isPresent() ? reply.instant(10).orElse(session.expiresAt()) : token.expiresAt();
        if (!now.isBefore(recognisedUntil)) {
            return new RefreshState.Unknown();
        }
        var isUsed = reply.number(3) == 1;
        if (session.isLive(now) && !isUsed) {
            return new RefreshState.Live(token, session);
        }
        var isOffered = session.isLive(now) && reply.number(4) == 1 && reply.number(2) == 1;
        return new RefreshState.Spent(token, session, isOffered ? reply.bytes(1) : Optional.empty());
    }

    @Override
    public Rotation rotate(
            TokenHash consumed,
            GrantedToken access,
            GrantedToken refresh,
            byte[] successor,
            Instant graceUntil,
            Instant now) {
        var id = refresh.session();
        if (tombstones.endOf(id).isPresent()) {
            return Rotation.LOST;
        }
        var rotated = server.script(
                Repeat.ALLOWED,
                Script.ROTATE,
                List.of(
                        keys.session(id),
                        keys.refresh(consumed),
                        keys.access(access.hash()),
                        keys.refresh(refresh.hash()),
                        keys.refreshOf(id),
                        keys.accessOf(id),
                        keys.sessionsOf(refresh.subject()),
                        keys.sessionsOf(refresh.client())),
                now.toEpochMilli(),
                refresh.expiresAt().toEpochMilli(),
                Ttl.millis(now, refresh.expiresAt()),
                values.write(keys.access(access.hash()), Codecs.TOKEN, access),
                access.expiresAt().toEpochMilli(),
                Ttl.millis(now, access.expiresAt()),
                values.write(keys.refresh(refresh.hash()), Codecs.TOKEN, refresh),
                successor,
                Math.max(0, Duration.between(now, graceUntil).toMillis()),
                REMEMBERED_GENERATIONS + 1);
        return Long.valueOf(1).equals(rotated) ? Rotation.ROTATED : Rotation.LOST;
    }

    @Override
    public Optional<LoginSession> find(SessionId id, Instant now) {
        var key = keys.session(id);
        return Reply.of(server.command(
                        Repeat.ALLOWED, Command.HMGET, key, "value", "generation", "expiry", "ended", "kept"))
                .flatMap(reply -> session(key, reply, 0)
                        .filter(session -> now.isBefore(reply.instant(4).orElse(session.expiresAt()))));
    }

    @Override
    public Optional<LoginSession> end(SessionId id, Instant now, Instant keepUntil) {
        var key = keys.session(id);
        try {
            return Reply.of(tombstones.end(id, now, keepUntil))
                    .map(reply -> stored(key, reply, 0).ended(now));
        } finally {
            // Even if the server could not be told: here the session has ended.
            seen.forget(id);
        }
    }

    @Override
    public List<LoginSession> of(Subject subject, Instant now) {
        return list(keys.sessionsOf(subject), now);
    }

    @Override
    public List<LoginSession> of(ClientId client, Instant now) {
        return list(keys.sessionsOf(client), now);
    }

    private List<LoginSession> list(String index, Instant now) {
        return Reply.of(server.script(Repeat.ALLOWED, Script.LIST_SESSIONS, List.of(index), now.toEpochMilli()))
                .stream()
                .flatMap(reply -> reply.rows().stream())
                .flatMap(row -> session(row.text(0).orElseThrow(), row, 1).stream())
                .filter(session -> session.isLive(now))
                .toList();
    }

    /** The session whose value, generation, expiry and end begin at a position; ended if this process has ended it. */
    private Optional<LoginSession> session(String key, Reply reply, int at) {
        if (reply.bytes(at).isEmpty()) {
            return Optional.empty();
        }
        var session = stored(key, reply, at);
        var end = reply.instant(at + 3).or(() -> tombstones.endOf(session.id()));
        return Optional.of(end.map(session::ended).orElse(session));
    }

    private LoginSession stored(String key, Reply reply, int at) {
        var started = values.read(key, Codecs.SESSION, reply.bytes(at).orElseThrow());
        return new LoginSession(
                started.id(),
                started.subject(),
                started.client(),
                reply.number(at + 1),
                started.startedAt(),
                Instant.ofEpochMilli(reply.number(at + 2)),
                Optional.empty());
    }

    @Override
    public void close() {
        tombstones.close();
    }
}
