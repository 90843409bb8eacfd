package io.muster.authserver.store.memory;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions in concurrent maps. Finding an access token takes no lock. What changes a session is done under the monitor of
 * its {@link Family}, so that all of it or nothing is seen; different sessions do not wait for each other.
 */
final class MemorySessions implements SessionStore {
    private static final Duration STILLBORN = Duration.ofHours(1);

    private static final Table<SessionId, Row<LoginSession>> SESSIONS = Table.keyed(
            "sessions",
            Row.codec(Codecs.SESSION),
            SessionId::value,
            row -> row.value().id());
    private static final Table<TokenHash, GrantedToken> ACCESS = Table.hashed("access-tokens", Codecs.TOKEN);
    private static final Table<TokenHash, RefreshToken> REFRESH = Table.hashed("refresh-tokens", RefreshToken.CODEC);

    private final ConcurrentHashMap<SessionId, Family> families = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TokenHash, Held<GrantedToken>> accessTokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TokenHash, Held<RefreshToken>> refreshTokens = new ConcurrentHashMap<>();
    /** Sessions that were ended before they began, which nobody asks for after a restart. */
    private final ConcurrentHashMap<SessionId, Instant> stillborn = new ConcurrentHashMap<>();

    private final SessionIndex bySubject = new SessionIndex();
    private final SessionIndex byClient = new SessionIndex();
    private final Ledger ledger;
    private final int capacity;

    /** A token and its family. */
    private record Held<T>(T token, Family family) {}

    MemorySessions(Ledger ledger, int capacity) {
        this.ledger = ledger;
        this.capacity = capacity;
        ledger.replay(SESSIONS, (id, row) -> index(families.computeIfAbsent(id, _ -> new Family(row))));
        ledger.replay(
                ACCESS,
                (hash, token) -> family(token).ifPresent(family -> accessTokens.put(hash, new Held<>(token, family))));
        ledger.replay(
                REFRESH,
                (hash, refresh) -> family(refresh.token())
                        .ifPresent(family -> refreshTokens.put(hash, new Held<>(refresh, family))));
    }

    @Override
    public void start(LoginSession session, GrantedToken access, GrantedToken refresh) {
        StoreLimits.DEFAULT.checkIdentifier("the session id", session.id().value());
        StoreLimits.DEFAULT.checkIdentifier("the subject", session.subject().value());
        ledger.ready();
        if (families.mappingCount() >= capacity) {
            throw new StoreUnavailable("the store is full: " + capacity + " sessions");
        }
        var family = families.computeIfAbsent(session.id(), _ -> new Family(new Row<>(session, session.expiresAt())));
        synchronized (family) {
            if (family.session().endedAt().isPresent() || refreshTokens.containsKey(refresh.hash())) {
                return;
            }
            issue(family, access, refresh);
            ledger.note(List.of(row(family), row(access), row(new RefreshToken(refresh, Optional.empty()))));
        }
        index(family);
        var stillbornUntil = stillborn.get(session.id());
        if (stillbornUntil != null) {
            end(family, session.startedAt(), stillbornUntil);
        }
        ledger.settle();
    }

    @Override
    public Optional<GrantedToken> access(TokenHash hash, Instant now) {
        var held = accessTokens.get(hash);
        return held != null
                        && now.isBefore(held.token().expiresAt())
                        && held.family().isLive(now)
                ? Optional.of(held.token())
                : Optional.empty();
    }

    @Override
    public RefreshState refresh(TokenHash hash, Instant now) {
        var held = refreshTokens.get(hash);
        if (held == null) {
            return new RefreshState.Unknown();
        }
        synchronized (held.family()) {
            var current = refreshTokens.getOrDefault(hash, held);
            return isRecognised(current, now) ? state(current, now) : new RefreshState.Unknown();
        }
    }

    private RefreshState state(Held<RefreshToken> held, Instant now) {
        var refresh = held.token();
        var session = held.family().session();
        if (session.isLive(now) && !refresh.isSpent()) {
            return new RefreshState.Live(refresh.token(), session);
        }
        var successor = refresh.spending()
                .filter(spent -> session.isLive(now) && now.isBefore(spent.graceUntil()))
                .filter(spent -> isUnused(spent.successor()))
                .map(RefreshToken.Spending::sealed);
        return new RefreshState.Spent(refresh.token(), session, successor);
    }

    @Override
    public Rotation rotate(
            TokenHash consumed,
            GrantedToken access,
            GrantedToken refresh,
            byte[] successor,
            Instant graceUntil,
            Instant now) {
        ledger.ready();
        var held = refreshTokens.get(consumed);
        if (held == null) {
            return Rotation.LOST;
        }
        var spending = new RefreshToken.Spending(refresh.hash(), successor.clone(), graceUntil);
        synchronized (held.family()) {
            var current = refreshTokens.getOrDefault(consumed, held);
            if (!(isRecognised(current, now) && state(current, now) instanceof RefreshState.Live)) {
                return hasBecome(current, refresh) ? Rotation.ROTATED : Rotation.LOST;
            }
            replace(current, access, refresh, spending);
        }
        ledger.settle();
        return Rotation.ROTATED;
    }

    private void replace(
            Held<RefreshToken> consumed, GrantedToken access, GrantedToken refresh, RefreshToken.Spending spending) {
        var family = consumed.family();
        var spent = consumed.token().spent(spending);
        refreshTokens.put(spent.token().hash(), new Held<>(spent, family));
        family.become(family.session().rotated(refresh.expiresAt()), refresh.expiresAt());
        issue(family, access, refresh);
        ledger.note(List.of(row(spent), row(family), row(access), row(new RefreshToken(refresh, Optional.empty()))));
    }

    /** Whether this very rotation was done before, and the caller only did not learn of it. */
    private static boolean hasBecome(Held<RefreshToken> consumed, GrantedToken refresh) {
        return consumed.token()
                .spending()
                .filter(spent -> spent.successor().equals(refresh.hash()))
                .isPresent();
    }

    @Override
    public Optional<LoginSession> find(SessionId id, Instant now) {
        var family = families.get(id);
        return family != null && family.row().isLive(now) ? Optional.of(family.session()) : Optional.empty();
    }

    @Override
    public Optional<LoginSession> end(SessionId id, Instant now, Instant keepUntil) {
        ledger.ready();
        if (!families.containsKey(id) && stillborn.mappingCount() < capacity) {
            // Before looking again: whoever begins the session meanwhile looks here after having begun it.
            stillborn.put(id, now.plus(STILLBORN));
        }
        var family = families.get(id);
        if (family == null) {
            return Optional.empty();
        }
        var ended = end(family, now, keepUntil);
        ledger.settle();
        return ended;
    }

    private Optional<LoginSession> end(Family family, Instant now, Instant keepUntil) {
        synchronized (family) {
            if (!family.isLive(now)) {
                return Optional.empty();
            }
            var ended = family.session().ended(now);
            family.become(ended, keepUntil);
            bySubject.remove(ended.subject().value(), ended.id());
            byClient.remove(ended.client().value(), ended.id());
            ledger.note(List.of(row(family)));
            return Optional.of(ended);
        }
    }

    @Override
    public List<LoginSession> of(Subject subject, Instant now) {
        return live(bySubject.of(subject.value()), now);
    }

    @Override
    public List<LoginSession> of(ClientId client, Instant now) {
        return live(byClient.of(client.value()), now);
    }

    private List<LoginSession> live(List<SessionId> ids, Instant now) {
        return ids.stream()
                .flatMap(id -> find(id, now).stream())
                .filter(session -> session.isLive(now))
                .toList();
    }

    long sessions() {
        return families.mappingCount();
    }

    long accessTokens() {
        return accessTokens.mappingCount();
    }

    long refreshTokens() {
        return refreshTokens.mappingCount();
    }

    void sweep(Instant now) {
        stillborn.values().removeIf(until -> !now.isBefore(until));
        accessTokens.forEach((hash, held) -> {
            if (access(hash, now).isEmpty() && accessTokens.remove(hash, held)) {
                ledger.note(List.of(new Change<>(ACCESS, hash, null)));
            }
        });
        refreshTokens.forEach((hash, held) -> sweep(hash, held, now));
        families.forEach((id, family) -> {
            if (!family.row().isLive(now)) {
                forget(id, family);
            }
        });
    }

    private void sweep(TokenHash hash, Held<RefreshToken> held, Instant now) {
        if (!isRecognised(held, now)) {
            if (refreshTokens.remove(hash, held)) {
                ledger.note(List.of(new Change<>(REFRESH, hash, null)));
            }
        } else if (held.token().hasPairFrom(now)) {
            // Not worth a note: what the ledger keeps of it is as useless after the grace.
            refreshTokens.replace(hash, held, new Held<>(held.token().withoutPair(), held.family()));
        }
    }

    private void forget(SessionId id, Family family) {
        if (families.remove(id, family)) {
            bySubject.remove(family.session().subject().value(), id);
            byClient.remove(family.session().client().value(), id);
            ledger.note(List.of(new Change<>(SESSIONS, id, null)));
        }
    }

    /** Whether a token is still told from one that was never issued. */
    private static boolean isRecognised(Held<RefreshToken> held, Instant now) {
        var session = held.family().session();
        var token = held.token().token();
        var until = session.endedAt().isPresent() ? held.family().row().until() : token.expiresAt();
        return now.isBefore(until) && session.generation() - token.generation() <= REMEMBERED_GENERATIONS;
    }

    private boolean isUnused(TokenHash refresh) {
        var held = refreshTokens.get(refresh);
        return held != null && !held.token().isSpent();
    }

    private void issue(Family family, GrantedToken access, GrantedToken refresh) {
        accessTokens.put(access.hash(), new Held<>(access, family));
        refreshTokens.put(refresh.hash(), new Held<>(new RefreshToken(refresh, Optional.empty()), family));
    }

    private void index(Family family) {
        var session = family.session();
        if (session.endedAt().isEmpty()) {
            bySubject.add(session.subject().value(), session.id());
            byClient.add(session.client().value(), session.id());
        }
    }

    private Optional<Family> family(GrantedToken token) {
        return Optional.ofNullable(families.get(token.session()));
    }

    private static Change<?, ?> row(Family family) {
        return new Change<>(SESSIONS, family.session().id(), family.row());
    }

    private static Change<?, ?> row(GrantedToken access) {
        return new Change<>(ACCESS, access.hash(), access);
    }

    private static Change<?, ?> row(RefreshToken refresh) {
        return new Change<>(REFRESH, refresh.token().hash(), refresh);
    }
}
