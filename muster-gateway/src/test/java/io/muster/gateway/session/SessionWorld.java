package io.muster.gateway.session;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.CatalogTool;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.Basis;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.ScopeChallenges;
import io.muster.gateway.route.ToolCalls;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Sessions over servers that guard themselves, put together as the program does it. */
final class SessionWorld implements CredentialSources, AutoCloseable {
    static final Caller ALICE = new Caller(new SessionId("alice-session"), new Subject("alice"));
    static final Caller BOB = new Caller(new SessionId("bob-session"), new Subject("bob"));
    static final String FORWARD = "{\"forwardToken\":true}";
    static final String EXCHANGE = "{\"tokenExchange\":{\"enabled\":true}}";
    static final String SIGN_IN = "{\"type\":\"oauth\"}";

    final ManualTime time = new ManualTime();
    final FakeBackends backends = new FakeBackends();
    final TokenGuardedServers servers = new TokenGuardedServers();
    final KnownServers known = new KnownServers();
    final HookedJournal journal = new HookedJournal();
    final MemoryHashStore store;
    final AtomicInteger exchanges = new AtomicInteger();
    final AtomicInteger tokensAskedFor = new AtomicInteger();
    volatile boolean providerAnswers = true;

    /** Happens before somebody looks at the clock. */
    final AtomicReference<Runnable> beforeNextLook = new AtomicReference<>(() -> {});

    final Map<String, Basis> signedIn;
    final NoticeBoard board;
    volatile Optional<Secret> renewed = Optional.empty();
    final BlockingQueue<CatalogChange> news = new LinkedBlockingQueue<>();
    final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    final BlockingQueue<String> redefined = new LinkedBlockingQueue<>();
    final Sessions sessions;
    final Catalogs catalogs;
    private final ToolCalls calls;

    SessionWorld() {
        this(Optional.empty());
    }

    /** @param before the world before a restart, or of another process, whose store this one has too */
    SessionWorld(Optional<SessionWorld> before) {
        store = before.map(world -> world.store)
                .orElseGet(() -> new MemoryHashStore(MemoryHashStore.MOST, journal, time));
        signedIn = before.map(world -> world.signedIn).orElseGet(ConcurrentHashMap::new);
        board = before.map(world -> world.board).orElseGet(NoticeBoard::new);
        var notices = board.member();
        var naming = new Naming("x");
        var ports = new SessionPorts(
                this,
                _ -> this::renewal,
                new SessionRecords(store, () -> notices, Duration.ofDays(30)),
                new Offers(naming));
        sessions = new Sessions(
                backends,
                ports,
                new SessionSurroundings(
                        servers, time, this::instant, task -> Thread.ofVirtual().start(task)));
        catalogs = new Catalogs(naming, List.of(), sessions, time);
        calls = new ToolCalls(catalogs, sessions, ScopeChallenges.NONE);
        sessions.listen(new SessionListener() {
            @Override
            public void offersChanged(SessionId session, CatalogChange change) {
                news.add(change);
            }

            @Override
            public void failed(SessionId session, String backend, LeaseKind kind, FailureClass reason) {
                failures.add(session.value() + " " + backend + " " + kind + " " + reason);
            }
        });
        List.of(known, sessions.backends(), catalogs).forEach(backends::listen);
        sessions.followOthers();
    }

    private Instant instant() {
        beforeNextLook.getAndSet(() -> {}).run();
        return time.instant();
    }

    private Renewal renewal(Deadline deadline) {
        return renewed.<Renewal>map(
                        token -> new Renewal.Renewed(token, time.instant().plus(Duration.ofHours(1)), Set.of()))
                .orElseGet(Renewal.Impossible::new);
    }

    static BackendSpec spec(String name, String auth) {
        return new BackendSpec(
                name,
                new Endpoint.StreamableHttp(URI.create("https://" + name + "/mcp"), Map.of()),
                new Access.PerSession(Json.parseObject(auth)),
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ofSeconds(30));
    }

    void define(String name, String auth) {
        backends.become(spec(name, auth), ServiceState.AUTH_REQUIRED);
    }

    /** A token of a user that lasts that long. */
    Secret token(String subject, Duration life) {
        var claims = JsonObject.builder()
                .put("sub", subject)
                .put("exp", time.instant().plus(life).getEpochSecond())
                .build();
        return new Secret("e30." + encoded(Json.text(claims)) + ".c2ln");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A request of the caller's session, which brings that token. */
    void request(Caller caller, Optional<Secret> token) throws InterruptedException {
        sessions.authenticated(caller, () -> token);
    }

    List<String> tools(Caller caller) {
        return catalogs.of(caller).tools().stream().map(CatalogTool::name).toList();
    }

    CallToolResult call(Caller caller, String tool) throws InterruptedException {
        var scope = new CallScope(
                caller,
                Envelope.of(Revision.NEWEST_LEGACY),
                ReplyChannel.NONE,
                Deadline.after(Duration.ofSeconds(30), time),
                JsonObject.EMPTY);
        var outcome = calls.call(tool, JsonObject.EMPTY, scope);
        return new CallToolResult(((McpOutcome.Complete) outcome).result());
    }

    String answer(Caller caller, String tool) throws InterruptedException {
        return call(caller, tool).json().toString();
    }

    @Override
    public LeaseSource of(
            SessionId session,
            BackendSpec spec,
            CredentialPolicy policy,
            SubjectCredentials subject,
            BackendOpener opener) {
        return switch (policy) {
            case CredentialPolicy.ForwardSubject _ ->
                LeaseSource.of(new CredentialSource.ForwardSubject(subject), subject, opener);
            case CredentialPolicy.ExchangeSubject _ ->
                LeaseSource.of(
                        new CredentialSource.ExchangeSubject(subject, (_, _, _) -> exchanged(spec)), subject, opener);
            case CredentialPolicy.SignIn _ ->
                LeaseSource.of(
                        new CredentialSource.SignIn((_, _) -> new Acquired.Token(
                                new Secret("signed-in"), time.instant().plus(Duration.ofHours(1)))),
                        signedIn(session, spec),
                        opener);
        };
    }

    private Acquired exchanged(BackendSpec spec) {
        tokensAskedFor.incrementAndGet();
        if (!providerAnswers) {
            return Acquired.Failed.of(FailureClass.PROVIDER_UNAVAILABLE);
        }
        var token = "exchanged-" + exchanges.incrementAndGet();
        servers.server(spec.name()).good.add(token);
        return new Acquired.Token(new Secret(token), time.instant().plus(Duration.ofMinutes(30)));
    }

    @Override
    public Basis signedIn(SessionId session, BackendSpec spec) {
        return signedIn.getOrDefault(session.value(), Basis.NONE);
    }

    /** The user of a session signed in at the servers of this world. */
    void signIn(Caller caller) {
        signedIn.put(caller.session().value(), new Basis(1, time.instant().plus(Duration.ofHours(1)), Set.of(), true));
    }

    @Override
    public void redefined(String backend) {
        redefined.add(backend);
    }

    @Override
    public void forgotten(SessionId session, String backend) {}

    @Override
    public void ended(SessionId session) {
        signedIn.remove(session.value());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
