package io.muster.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.SessionServers;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.codeflow.StoredPendingLogins;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.registration.StoredRegistrations;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.meter.Meters;
import io.muster.wire.text.Sha256;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Servers that want logins, their authorization servers, a browser, and sessions that connect with what they get. */
public final class SignInWorld implements SessionServers {
    public static final Caller ALICE = new Caller(new SessionId("session-of-alice"), new Subject("alice"));
    static final Caller BOB = new Caller(new SessionId("session-of-bob"), new Subject("bob"));

    public final ManualTime time = new ManualTime();
    public final Counted counted = new Counted();
    final FakeSites internet = new FakeSites();
    final FakeHashStore store = new FakeHashStore(time);
    final StoredPendingLogins pending = new StoredPendingLogins(store);
    final StoredRegistrations registrations = new StoredRegistrations(store, time);
    final Map<String, BackendSpec> specs = new HashMap<>();

    /** What each server got to see. */
    final Map<String, List<String>> presented = new ConcurrentHashMap<>();

    /** Tokens that servers refuse. */
    final Set<String> refused = new HashSet<>();

    final Map<String, View> views = new HashMap<>();
    final List<String> signedOut = new ArrayList<>();
    final FakeOwnLogin own = new FakeOwnLogin();
    final SignIns signIns;
    public final LoginFlow flow;
    final SignInEndpoints endpoints;

    /** Muster's own login: who is to come back with which code, and from which browser. */
    static final class FakeOwnLogin implements OwnLogin {
        final Map<String, Subject> codes = new HashMap<>();
        private final Set<String> challenges = new HashSet<>();

        @Override
        public Optional<URI> begin(URI returnTo, String state, String challenge) {
            challenges.add(challenge);
            return Optional.of(URI.create("https://dex.example/auth?state=" + state + "&back=" + returnTo));
        }

        @Override
        public Optional<Subject> completed(String code, String verifier) {
            return challenges.contains(Sha256.base64Url(verifier))
                    ? Optional.ofNullable(codes.remove(code))
                    : Optional.empty();
        }
    }

    /** What was counted. */
    public static final class Counted implements Meters {
        public final List<String> counts = new CopyOnWriteArrayList<>();

        @Override
        public void count(String name, Map<String, String> labels) {
            counts.add(name + new TreeMap<>(labels));
        }

        @Override
        public void observe(String name, Map<String, String> labels, Duration duration) {}

        @Override
        public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {}
    }

    public SignInWorld() {
        this(new SignInSettings(
                ClientSettings.of("http://muster.example/"),
                Map.of(),
                List.of(),
                SignInSettings.Confirmation.OFF,
                true));
    }

    SignInWorld(SignInSettings settings) {
        this.signIns = replica(settings);
        this.flow = new LoginFlow(signIns, name -> Optional.ofNullable(specs.get(name)), this);
        this.endpoints = SignInEndpoints.of(flow, own);
    }

    SignIns replica(SignInSettings settings) {
        var web = new MetadataWeb(internet, new FakeSites(), _ -> false, time);
        return new SignIns(new SignInParts(
                settings, store, pending, registrations, web, Duration.ofDays(30), time, time, new Random(7), counted));
    }

    // --- what there is

    public FakeAuthorizationServer issuer(String url) {
        return new FakeAuthorizationServer(url, internet, "S256");
    }

    /** A server that says who issues its tokens. */
    public BackendSpec server(String name, String issuer) {
        return server(name, "https://" + name + ".example/mcp", issuer, "");
    }

    BackendSpec server(String name, String url, String issuer, String scopes) {
        var at = URI.create(url);
        var metadata = at.resolve("/.well-known/oauth-protected-resource" + at.getPath());
        internet.serve(
                url, Answer.status(401).with("WWW-Authenticate", "Bearer resource_metadata=\"" + metadata + "\""));
        var listed = scopes.isEmpty() ? "" : ",'scopes_supported':['" + scopes + "']";
        internet.serve(
                metadata.toString(),
                FakeAuthorizationServer.json(
                        "{'resource':'" + url + "','authorization_servers':['" + issuer + "']" + listed + "}"));
        return define(name, url, "{}");
    }

    public BackendSpec define(String name, String url, String auth) {
        var spec = new BackendSpec(
                name,
                new Endpoint.StreamableHttp(URI.create(url), Map.of()),
                new Access.PerSession(Json.parseObject(auth)),
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ZERO);
        specs.put(name, spec);
        return spec;
    }

    // --- what people do

    /** Begins a login that needs a browser; the value of state. */
    String begin(Caller caller, BackendSpec spec) throws InterruptedException {
        var outcome = flow.login(caller, spec);
        assertThat(outcome).isInstanceOf(LoginOutcome.Asked.class);
        return state(((LoginOutcome.Asked) outcome).url());
    }

    static String state(URI link) {
        return Query.parse(String.valueOf(link.getRawQuery())).get("state").orElseThrow();
    }

    HttpResponse start(String query) {
        return endpoints
                .start()
                .handle(HttpRequest.of("GET", "/oauth/proxy/start?" + query, Headers.EMPTY, new byte[0]));
    }

    HttpResponse callback(String query) {
        return callback(query, Headers.EMPTY);
    }

    HttpResponse callback(String query, Headers headers) {
        return endpoints
                .callback()
                .handle(HttpRequest.of("GET", "/oauth/proxy/callback?" + query, headers, new byte[0]));
    }

    /** Logs in with a browser, from beginning to end. */
    public void logIn(Caller caller, BackendSpec spec) throws InterruptedException {
        var state = begin(caller, spec);
        assertThat(callback("code=c0de&state=" + state).status()).isEqualTo(200);
    }

    Acquired token(Caller caller, BackendSpec spec, boolean fresh) throws InterruptedException {
        return signIns.source(caller.session(), spec).source().acquire(fresh, Deadline.NONE);
    }

    // --- sessions

    public void view(String backend, LeaseStatus status) {
        views.put(backend, new View(status, Optional.empty(), Optional.empty()));
    }

    @Override
    public Optional<View> view(Caller caller, String backend) {
        return Optional.ofNullable(views.get(backend));
    }

    @Override
    public Connecting connect(Caller caller, String backend, Deadline deadline) throws InterruptedException {
        return switch (token(caller, Objects.requireNonNull(specs.get(backend)), false)) {
            case Acquired.Failed(var kind, var _) -> new Connecting.Failed(kind);
            case Acquired.Token(var token, var _) -> {
                presented
                        .computeIfAbsent(backend, _ -> new CopyOnWriteArrayList<>())
                        .add(token.reveal());
                yield refused.contains(token.reveal())
                        ? new Connecting.Failed(FailureClass.BACKEND_REFUSED)
                        : new Connecting.Connected(Inventory.EMPTY);
            }
        };
    }

    @Override
    public void signOut(Caller caller, String backend) {
        signedOut.add(backend);
    }
}
