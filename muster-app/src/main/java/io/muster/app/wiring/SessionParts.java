package io.muster.app.wiring;

import io.muster.app.config.MusterConfig.Aggregator;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.ProcessLeases;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.gateway.meter.GatewayMeters;
import io.muster.gateway.session.SessionPorts;
import io.muster.gateway.session.SessionRecords;
import io.muster.gateway.session.SessionSurroundings;
import io.muster.gateway.session.Sessions;
import io.muster.gateway.signin.LoginFlow;
import io.muster.gateway.signin.SignInParts;
import io.muster.gateway.signin.SignIns;
import io.muster.gateway.source.ExchangedTokens;
import io.muster.gateway.source.PolicySources;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.codeflow.StoredPendingLogins;
import io.muster.oauth.exchange.TokenExchange;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.StoredRegistrations;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.wire.http.Authenticator;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What login sessions are connected to with credentials of their own.
 *
 * @param leases of sessions and of the process, measured
 * @param logins logs users in to servers; none when muster is no OAuth client
 * @param authenticator lets requests in where there is an authorization server
 */
record SessionParts(
        Sessions sessions,
        Leases leases,
        Optional<LoginFlow> logins,
        Authenticator<Caller> authenticator,
        KnownServers servers) {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration SWEEP = Duration.ofMinutes(5);

    static SessionParts create(
            Aggregator config,
            BackendParts backends,
            KnownServers servers,
            SessionBridge bridge,
            Meters meters,
            Environment environment,
            Scheduler scheduler,
            Lifecycle lifecycle) {
        var parts = new Parts(config, backends, servers, bridge, meters, environment, scheduler, lifecycle);
        return parts.create();
    }

    /** Ends what the caller's session has of a server; a sign-in there is forgotten. */
    void tearDown(Caller caller, String server) {
        logins.ifPresent(flow -> servers.find(server)
                .filter(known -> known.needsLogin() && !known.isSingleSignOn())
                .ifPresent(known -> flow.signOut(caller, known.spec())));
        sessions.tearDown(caller, server);
    }

    /** What the parts share while they are put together. */
    private record Parts(
            Aggregator config,
            BackendParts backends,
            KnownServers servers,
            SessionBridge bridge,
            Meters meters,
            Environment environment,
            Scheduler scheduler,
            Lifecycle lifecycle) {

        SessionParts create() {
            var store = store();
            var signIns = config.signIns()
                    .map(settings -> new SignIns(new SignInParts(
                            settings,
                            store,
                            new StoredPendingLogins(store),
                            new StoredRegistrations(store, environment.clock()),
                            web(),
                            life(),
                            environment.clock(),
                            scheduler,
                            environment.random(),
                            meters)));
            var ports = new SessionPorts(
                    new PolicySources(
                            new TokenExchange(outbound(OutboundPolicy.OPERATOR), environment.clock()),
                            new ExchangedTokens(store, environment.random(), environment.clock(), scheduler),
                            new FileSecrets(environment.configDirectory().resolve("secrets")),
                            signIns),
                    renewers(),
                    new SessionRecords(store, life()),
                    new Offers(new Naming(config.musterPrefix())));
            var sessions = lifecycle.own(new Sessions(new ProcessLeases(backends.backends()), ports, surroundings()));
            backends.backends().listen(sessions.backends());
            new GatewayMeters(meters).watch(sessions);
            bridge.join(sessions);
            var logins = signIns.map(
                    kept -> new LoginFlow(kept, name -> servers.find(name).map(KnownServers.Known::spec), sessions));
            return new SessionParts(sessions, new GatewayMeters(meters).measured(sessions), logins, bridge, servers);
        }

        private SessionSurroundings surroundings() {
            return new SessionSurroundings(
                    backends.connector(),
                    scheduler,
                    environment.clock(),
                    task -> Thread.ofVirtual().name("session").start(task));
        }

        private HashStore store() {
            if (config.authServer().isPresent()) {
                return bridge.store();
            }
            var memory = new MemoryHashStore(environment.clock());
            lifecycle.atEnd(scheduler.every(SWEEP, memory::sweep)::cancel);
            return memory;
        }

        private Duration life() {
            return config.authServer().map(AuthServerConfig::sessionDuration).orElse(LIFE);
        }

        private Function<SessionId, SubjectRenewer> renewers() {
            return config.authServer().isPresent() ? bridge::renewer : _ -> SubjectRenewer.NONE;
        }

        private MetadataWeb web() {
            return new MetadataWeb(
                    outbound(MetadataWeb.STRANGERS),
                    outbound(MetadataWeb.CONFIGURED),
                    this::isConfigured,
                    environment.clock());
        }

        /** Whether an operator has named a server on that host. */
        private boolean isConfigured(String host) {
            return servers.all().stream()
                    .map(server -> server.spec().endpoint())
                    .anyMatch(endpoint -> host.equalsIgnoreCase(host(endpoint)));
        }

        private static String host(Endpoint endpoint) {
            return switch (endpoint) {
                case Endpoint.StreamableHttp(var url, var _) -> host(url);
                case Endpoint.Sse(var url, var _) -> host(url);
                case Endpoint.Stdio _ -> "";
            };
        }

        private static String host(URI url) {
            return String.valueOf(url.getHost());
        }

        private OutboundClient outbound(OutboundPolicy policy) {
            return lifecycle.own(new HttpOutboundClient(
                    policy,
                    environment.trust(),
                    ProxySettings.of(environment.variables()),
                    environment.clock(),
                    scheduler));
        }
    }
}
