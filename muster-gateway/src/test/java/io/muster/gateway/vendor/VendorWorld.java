package io.muster.gateway.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.auth.AuthTools;
import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.ScopeChallenges;
import io.muster.gateway.route.ToolCalls;
import io.muster.gateway.session.SessionPorts;
import io.muster.gateway.session.SessionRecords;
import io.muster.gateway.session.SessionSurroundings;
import io.muster.gateway.session.Sessions;
import io.muster.gateway.session.TokenGuardedServers;
import io.muster.gateway.signin.LoginFlow;
import io.muster.gateway.signin.OwnLogin;
import io.muster.gateway.signin.SignInEndpoints;
import io.muster.gateway.signin.SignInMeters;
import io.muster.gateway.signin.SignInParts;
import io.muster.gateway.signin.SignInSettings;
import io.muster.gateway.signin.SignIns;
import io.muster.gateway.source.ClientSecrets;
import io.muster.gateway.source.ExchangedTokens;
import io.muster.gateway.source.PolicySources;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.oauth.Caller;
import io.muster.oauth.Issuer;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.codeflow.StoredPendingLogins;
import io.muster.oauth.exchange.TokenExchange;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.registration.StoredRegistrations;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.FakeSites;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Muster with one server of a vendor, as the program puts it together; web sites and MCP connections are doubles. */
final class VendorWorld implements AutoCloseable {
    static final Caller ALICE = new Caller(new SessionId("session-of-alice"), new Subject("alice"));
    static final String SERVER = "vendor";

    final ManualTime time = new ManualTime();
    final FakeSites internet = new FakeSites();
    final TokenGuardedServers servers = new TokenGuardedServers();
    private final FakeBackends backends = new FakeBackends();
    private final Sessions sessions;
    private final ToolCalls calls;
    private final AuthTools tools;
    private final SignInEndpoints endpoints;

    VendorWorld(Map<Issuer, ClientCredentials> clients) {
        var settings = new SignInSettings(
                ClientSettings.of("https://muster.example"), clients, List.of(), SignInSettings.Confirmation.OFF, true);
        var store = new MemoryHashStore(time);
        var signIns = new SignIns(new SignInParts(
                settings,
                store,
                new StoredPendingLogins(store),
                new StoredRegistrations(store, time),
                new MetadataWeb(internet, new FakeSites(), _ -> false, time),
                Duration.ofDays(30),
                time,
                time,
                new Random(7),
                Meters.NONE));
        var naming = new Naming("x");
        var sources = new PolicySources(
                new TokenExchange(internet, time),
                new ExchangedTokens(store, new Random(8), time, time),
                ClientSecrets.NONE,
                Optional.of(signIns));
        var records = new SessionRecords(store, Duration.ofDays(30));
        var known = new KnownServers();
        sessions = new Sessions(
                backends,
                new SessionPorts(sources, _ -> SubjectRenewer.NONE, records, new Offers(naming)),
                new SessionSurroundings(
                        servers, time, time, task -> Thread.ofVirtual().start(task)));
        var catalogs = new Catalogs(naming, List.of(), sessions, time);
        calls = new ToolCalls(catalogs, sessions, ScopeChallenges.NONE);
        var flow = new LoginFlow(signIns, name -> known.find(name).map(KnownServers.Known::spec), sessions);
        tools = new AuthTools(known, sessions, Optional.of(flow), new SignInMeters(Meters.NONE), time);
        endpoints = SignInEndpoints.of(flow, OwnLogin.NONE);
        List.of(known, sessions.backends(), catalogs).forEach(backends::listen);
    }

    /** The vendor's server is defined, and has answered 401. */
    void define(Vendor vendor) {
        var access = vendor.auth().isEmpty() ? Access.SHARED : new Access.PerSession(Json.parseObject(vendor.auth()));
        var url = URI.create(vendor.server());
        var endpoint = url.getPath().endsWith("/sse")
                ? new Endpoint.Sse(url, Map.of())
                : new Endpoint.StreamableHttp(url, Map.of());
        backends.become(
                new BackendSpec(SERVER, endpoint, access, BackendSpec.Naming.DEFAULT, "", true, Duration.ofSeconds(30)),
                ServiceState.AUTH_REQUIRED);
    }

    CallToolResult login() throws InterruptedException {
        return tools.call("core_auth_login", JsonObject.of("server", SERVER), ALICE, ReplyChannel.NONE);
    }

    /** A browser opens the link of a login; where it is sent. */
    HttpResponse start(CallToolResult login) {
        var link = URI.create(
                login.structuredContent().orElseThrow().text("authUrl").orElseThrow());
        var answer = endpoints.start().handle(get(link.getPath() + "?" + link.getRawQuery(), Headers.EMPTY));
        assertThat(answer.status()).isEqualTo(302);
        return answer;
    }

    /** The browser that opened the link comes back. */
    HttpResponse callback(HttpResponse start, String query) {
        var cookie = start.headers().first("Set-Cookie").orElseThrow().split(";", 2)[0];
        return endpoints.callback().handle(get("/oauth/proxy/callback?" + query, Headers.of("Cookie", cookie)));
    }

    /** Signs in with a browser, from beginning to end. */
    void signIn(VendorSite site) throws InterruptedException {
        var start = start(login());
        var query = site.authorize(URI.create(start.headers().first("Location").orElseThrow()));
        assertThat(callback(start, query).status()).isEqualTo(200);
    }

    private static HttpRequest get(String target, Headers headers) {
        return HttpRequest.of("GET", target, headers, new byte[0]);
    }

    /** What the vendor's tool answers: the header with which it was called. */
    String called() throws InterruptedException {
        var scope = new CallScope(
                ALICE,
                Envelope.of(Revision.NEWEST_LEGACY),
                ReplyChannel.NONE,
                Deadline.after(Duration.ofSeconds(30), time),
                JsonObject.EMPTY);
        var outcome = calls.call("x_" + SERVER + "_read", JsonObject.EMPTY, scope);
        return ((McpOutcome.Complete) outcome).result().toString();
    }

    /** Whether that is the token of a call a second later. */
    boolean calledWith(String token) {
        time.advance(Duration.ofSeconds(1));
        try {
            return called().contains("Bearer " + token);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
