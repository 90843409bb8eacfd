package io.muster.app.wiring;

import io.muster.app.config.ConfigException;
import io.muster.authserver.AuthServer;
import io.muster.authserver.AuthServerEnvironment;
import io.muster.authserver.LazyAuthServer;
import io.muster.authserver.LazyAuthServer.Outcome;
import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.LoggedAudit;
import io.muster.authserver.client.GuardedWeb;
import io.muster.authserver.client.MetadataSettings;
import io.muster.authserver.client.SystemHostAddresses;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.Profile;
import io.muster.authserver.config.ProviderConfig;
import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.ProviderSettings;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.authserver.provider.ProviderUrl;
import io.muster.authserver.provider.Providers;
import io.muster.authserver.provider.Readiness;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.measured.MeasuredStores;
import io.muster.gateway.catalog.KnownServers;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What protects the endpoints. */
final class AuthParts {
    private static final Logger log = LoggerFactory.getLogger(AuthParts.class);
    private static final String GOOGLE = "https://accounts.google.com";

    /** How long the start waits for the first attempt to find out whether the configuration can work. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration DISCOVERY = Duration.ofSeconds(30);

    private final AuthServerConfig config;
    private final Meters meters;
    private final Environment environment;
    private final Scheduler scheduler;
    private final Lifecycle lifecycle;
    private final SessionListener listener;
    private final Map<OutboundPolicy, OutboundClient> clients = new ConcurrentHashMap<>();
    private final Audit audit;

    private AuthParts(
            AuthServerConfig config,
            SessionListener listener,
            Meters meters,
            Environment environment,
            Scheduler scheduler,
            Lifecycle lifecycle) {
        this.config = config;
        this.listener = listener;
        this.meters = meters;
        this.environment = environment;
        this.scheduler = scheduler;
        this.lifecycle = lifecycle;
        this.audit = new LoggedAudit(meters, environment.clock());
    }

    /**
     * Begins to build the authorization server.
     *
     * @param listener hears about login sessions
     * @param direct whether direct endpoints are offered
     * @throws ConfigException when it shows at once that it cannot work
     */
    static LazyAuthServer start(
            AuthServerConfig config,
            KnownServers servers,
            SessionListener listener,
            boolean direct,
            Meters meters,
            Environment environment,
            Scheduler scheduler,
            Lifecycle lifecycle) {
        var parts = new AuthParts(config, listener, meters, environment, scheduler, lifecycle);
        try {
            var provider = parts.provider(new RequiredAudiences(servers));
            return lifecycle.own(LazyAuthServer.start(
                    () -> parts.attempt(provider, direct), PATIENCE, scheduler, environment.random()));
        } catch (ProviderFailure | LazyAuthServer.MisconfiguredException e) {
            lifecycle.close();
            throw new ConfigException("aggregator.oauth.server: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Outcome attempt(LoginProvider provider, boolean direct) throws InterruptedException {
        return switch (provider.readiness(Deadline.after(DISCOVERY, environment.clock()))) {
            case Readiness.Unavailable(var problem) -> new Outcome.Unavailable(problem);
            case Readiness.Misconfigured(var problem) -> new Outcome.Misconfigured(problem);
            case Readiness.Ready() -> withStores(provider, direct);
        };
    }

    private Outcome withStores(LoginProvider provider, boolean direct) {
        try {
            var stores = MeasuredStores.of(new AuthStores(config, environment, scheduler).open(), meters);
            var server = server(stores, provider, direct);
            report(provider.name(), stores.description());
            return new Outcome.Ready(server);
        } catch (StoreMisconfigured | IllegalArgumentException e) {
            return new Outcome.Misconfigured(String.valueOf(e.getMessage()));
        } catch (StoreUnavailable e) {
            return new Outcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private void report(String provider, String storage) {
        var line = log.atInfo();
        for (var fact : AuthSummary.of(config, provider, storage).entrySet()) {
            line = line.addKeyValue(fact.getKey(), fact.getValue());
        }
        line.log("the authorization server has been built");
    }

    /** Closes the stores where no server takes them over: else the next attempt would find them in use. */
    private AuthServer server(Stores stores, LoginProvider provider, boolean direct) {
        try {
            return AuthServer.create(config, stores, provider, surroundings(direct));
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private AuthServerEnvironment surroundings(boolean direct) {
        var documents = MetadataSettings.defaults("muster/" + environment.version());
        return new AuthServerEnvironment(
                new GuardedWeb(
                        outbound(documents.policy(AddressRule.PUBLIC)), outbound(documents.policy(AddressRule.ANY))),
                this::outbound,
                new SystemHostAddresses(scheduler),
                listener,
                direct,
                audit,
                meters,
                environment.clock(),
                scheduler,
                task -> Thread.ofVirtual().name("auth-background").start(task),
                environment.random(),
                environment.version());
    }

    private LoginProvider provider(RequiredAudiences audiences) {
        var checking = config.profile() == Profile.PRODUCTION ? IdTokenChecking.STRICT : IdTokenChecking.RELAXED;
        return switch (config.provider()) {
            case ProviderConfig.Dex dex ->
                Providers.dex(
                        settings(dex.issuer(), dex, checking),
                        dex.connector(),
                        audiences,
                        outbound(ProviderUrl.policy(dex.issuer(), dex.allowPrivateAddresses())),
                        meters,
                        environment.clock());
            case ProviderConfig.Google google ->
                Providers.google(
                        settings(GOOGLE, google, checking),
                        outbound(ProviderUrl.policy(GOOGLE, false)),
                        meters,
                        environment.clock());
        };
    }

    private ProviderSettings settings(String issuer, ProviderConfig provider, IdTokenChecking checking) {
        return new ProviderSettings(
                issuer,
                provider.clientId(),
                provider.clientSecret(),
                config.locations().callback(),
                checking);
    }

    private OutboundClient outbound(OutboundPolicy policy) {
        return clients.computeIfAbsent(
                policy,
                asked -> lifecycle.own(new HttpOutboundClient(
                        asked,
                        environment.trust(),
                        ProxySettings.of(environment.variables()),
                        environment.clock(),
                        scheduler)));
    }
}
