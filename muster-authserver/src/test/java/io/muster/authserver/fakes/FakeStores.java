package io.muster.authserver.fakes;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.User;
import io.muster.authserver.store.UserStore;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores in memory that measure spans by their own clock, as a server does that several processes share, and that can be
 * cut off. Every operation is atomic.
 */
public final class FakeStores implements Stores {
    private final InstantSource clock;
    private final Map<ClientId, RegisteredClient> clients = new ConcurrentHashMap<>();
    private final Map<TokenHash, AuthorizedCode> codes = new HashMap<>();
    private final Set<TokenHash> redeemed = new HashSet<>();
    private final Map<SessionId, LoginSession> sessions = new HashMap<>();
    private final Map<TokenHash, GrantedToken> accessTokens = new HashMap<>();
    private final Map<TokenHash, GrantedToken> refreshTokens = new HashMap<>();
    private final Map<TokenHash, Rotated> rotated = new HashMap<>();
    private final Map<Subject, ProviderTokens> providerTokens = new ConcurrentHashMap<>();
    private final Set<Subject> locked = ConcurrentHashMap.newKeySet();
    private final Map<Subject, User> users = new ConcurrentHashMap<>();
    private final Set<TokenHash> used = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean cutOff;
    private volatile boolean refusesLargeValues;
    private volatile int working = Integer.MAX_VALUE;
    private volatile Runnable locking = () -> {};

    private record Rotated(TokenHash by, byte[] successor, Instant until) {}

    public FakeStores(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on every operation fails. */
    public void cutOff() {
        cutOff = true;
    }

    /** From now on every session is larger than what can be stored. */
    public void refuseLargeValues() {
        refusesLargeValues = true;
    }

    /** That many operations still work. */
    public void cutOffAfter(int operations) {
        working = calls.get() + operations;
    }

    /** Runs before somebody gets the lock of a user. */
    public void whenLocking(Runnable hook) {
        locking = hook;
    }

    public void reconnect() {
        cutOff = false;
        working = Integer.MAX_VALUE;
    }

    /** How many operations were asked for. */
    public int calls() {
        return calls.get();
    }

    /** Live refresh tokens of a session; more than one is a breach. */
    public synchronized int liveRefreshTokens(SessionId session) {
        return (int) refreshTokens.values().stream()
                .filter(token -> token.session().equals(session))
                .filter(token -> !rotated.containsKey(token.hash()))
                .filter(token -> session(session).endedAt().isEmpty())
                .count();
    }

    private LoginSession session(SessionId id) {
        return Objects.requireNonNull(sessions.get(id));
    }

    private void reach() {
        if (calls.incrementAndGet() > working || cutOff) {
            throw new StoreUnavailable("cut off");
        }
    }

    @Override
    public SessionStore sessions() {
        return new Sessions();
    }

    private final class Sessions implements SessionStore {
        @Override
        public void start(LoginSession session, GrantedToken access, GrantedToken refresh) {
            synchronized (FakeStores.this) {
                reach();
                if (refusesLargeValues) {
                    throw new ValueTooLarge("the session");
                }
                sessions.put(session.id(), session);
                accessTokens.put(access.hash(), access);
                refreshTokens.put(refresh.hash(), refresh);
            }
        }

        @Override
        public Optional<GrantedToken> access(TokenHash hash, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                return Optional.ofNullable(accessTokens.get(hash))
                        .filter(token -> now.isBefore(token.expiresAt()))
                        .filter(token -> session(token.session()).isLive(now));
            }
        }

        @Override
        public RefreshState refresh(TokenHash hash, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                var token = refreshTokens.get(hash);
                if (token == null) {
                    return new RefreshState.Unknown();
                }
                var session = session(token.session());
                var replaced = rotated.get(hash);
                if (replaced == null && session.isLive(now)) {
                    return new RefreshState.Live(token, session);
                }
                return new RefreshState.Spent(
                        token,
                        session,
                        Optional.ofNullable(replaced)
                                .filter(_ -> session.isLive(now))
                                .filter(by -> clock.instant().isBefore(by.until()) && !rotated.containsKey(by.by()))
                                .map(Rotated::successor));
            }
        }

        @Override
        public Rotation rotate(
                TokenHash consumed,
                GrantedToken access,
                GrantedToken refresh,
                byte[] successor,
                Instant graceUntil,
                Instant now) {
            synchronized (FakeStores.this) {
                reach();
                var session = session(access.session());
                if (rotated.containsKey(consumed) || !session.isLive(now)) {
                    return Rotation.LOST;
                }
                var until = clock.instant().plus(Duration.between(now, graceUntil));
                rotated.put(consumed, new Rotated(refresh.hash(), successor, until));
                accessTokens.put(access.hash(), access);
                refreshTokens.put(refresh.hash(), refresh);
                sessions.put(
                        session.id(),
                        new LoginSession(
                                session.id(),
                                session.subject(),
                                session.client(),
                                session.generation() + 1,
                                session.startedAt(),
                                refresh.expiresAt(),
                                Optional.empty()));
                return Rotation.ROTATED;
            }
        }

        @Override
        public Optional<LoginSession> find(SessionId id, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                return Optional.ofNullable(sessions.get(id));
            }
        }

        @Override
        public Optional<LoginSession> end(SessionId id, Instant now, Instant keepUntil) {
            synchronized (FakeStores.this) {
                reach();
                var session = sessions.get(id);
                if (session == null || !session.isLive(now)) {
                    return Optional.empty();
                }
                sessions.put(
                        id,
                        new LoginSession(
                                id,
                                session.subject(),
                                session.client(),
                                session.generation(),
                                session.startedAt(),
                                session.expiresAt(),
                                Optional.of(now)));
                return Optional.of(session);
            }
        }

        @Override
        public List<LoginSession> of(Subject subject, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                return sessions.values().stream()
                        .filter(session -> session.subject().equals(subject) && session.isLive(now))
                        .toList();
            }
        }

        @Override
        public List<LoginSession> of(ClientId client, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                return sessions.values().stream()
                        .filter(session -> session.client().equals(client) && session.isLive(now))
                        .toList();
            }
        }
    }

    @Override
    public FlowStore flows() {
        return new Flows();
    }

    private final class Flows implements FlowStore {
        @Override
        public void issue(TokenHash code, AuthorizedCode authorized) {
            synchronized (FakeStores.this) {
                reach();
                codes.put(code, authorized);
            }
        }

        @Override
        public Optional<AuthorizedCode> find(TokenHash code, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                return Optional.ofNullable(codes.get(code)).filter(found -> now.isBefore(found.expiresAt()));
            }
        }

        @Override
        public Redemption redeem(TokenHash code, Instant now) {
            synchronized (FakeStores.this) {
                reach();
                if (!codes.containsKey(code)) {
                    return Redemption.ABSENT;
                }
                return redeemed.add(code) ? Redemption.REDEEMED : Redemption.REUSED;
            }
        }

        @Override
        public void begin(TokenHash state, PendingLogin login) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<PendingLogin> take(TokenHash state, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ask(TokenHash consent, PendingConsent request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<PendingConsent> decide(TokenHash consent, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remember(TokenHash key, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remembers(TokenHash key, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void withdraw(TokenHash person, TokenHash mark, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<TokenHash> withdrawn(TokenHash person, Instant now) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public ProviderTokenStore providerTokens() {
        return new ProviderTokenStore() {
            @Override
            public Optional<ProviderTokens> find(Subject subject) {
                reach();
                return Optional.ofNullable(providerTokens.get(subject));
            }

            @Override
            public void save(Subject subject, ProviderTokens tokens, Instant until) {
                reach();
                providerTokens.put(subject, tokens);
            }

            @Override
            public void extend(Subject subject, Instant until) {
                reach();
            }

            @Override
            public void remove(Subject subject) {
                reach();
                providerTokens.remove(subject);
            }

            @Override
            public Optional<String> lock(Subject subject, Duration ttl) {
                reach();
                locking.run();
                return locked.add(subject) ? Optional.of("proof") : Optional.empty();
            }

            @Override
            public void unlock(Subject subject, String proof) {
                reach();
                locked.remove(subject);
            }
        };
    }

    @Override
    public ClientStore clients() {
        return new ClientStore() {
            @Override
            public Registration register(RegisteredClient client, String address, int limit) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void put(RegisteredClient client) {
                reach();
                clients.put(client.id(), client);
            }

            @Override
            public Optional<RegisteredClient> find(ClientId id) {
                reach();
                return Optional.ofNullable(clients.get(id));
            }

            @Override
            public void used(ClientId id, Instant now, Duration keep) {
                reach();
            }

            @Override
            public void remove(ClientId id) {
                reach();
                clients.remove(id);
            }
        };
    }

    @Override
    public UserStore users() {
        return new UserStore() {
            @Override
            public void save(User user, Instant until) {
                reach();
                users.put(user.subject(), user);
            }

            @Override
            public void extend(Subject subject, Instant until) {
                reach();
            }

            @Override
            public Optional<User> find(Subject subject) {
                reach();
                return Optional.ofNullable(users.get(subject));
            }
        };
    }

    @Override
    public ReplayGuard replays() {
        return (value, now, until) -> {
            reach();
            return used.add(value);
        };
    }

    @Override
    public HashStore hashes() {
        return new MemoryHashStore(clock);
    }

    @Override
    public String description() {
        return "fake";
    }

    @Override
    public void close() {}
}
