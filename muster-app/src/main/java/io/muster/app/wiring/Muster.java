package io.muster.app.wiring;

import io.muster.app.config.ConfigFile;
import io.muster.app.config.MusterConfig;
import io.muster.app.telemetry.Telemetry;
import io.muster.authserver.LazyAuthServer;
import io.muster.control.event.FileEventJournal;
import io.muster.control.tool.AggregatorService;
import io.muster.control.tool.ServerSessions;
import io.muster.gateway.auth.AuthStatus;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.Catalog;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Route;
import io.muster.gateway.meter.GatewayMeters;
import io.muster.gateway.session.Sessions;
import io.muster.mcp.server.StdioServer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.oauth.Caller;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.SystemScheduler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole process, in construction order. Closing runs backwards. */
public final class Muster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Muster.class);

    /** How long answers may take to reach their clients once all calls have ended. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final MusterConfig.Aggregator config;
    private final Environment environment;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Scheduler scheduler;
    private final Optional<LazyAuthServer> authServer;
    private final GatewayParts gateway;
    private final Optional<HttpServer> http;

    private Muster(ConfigFile.Loaded loaded, Environment environment) {
        this.config = loaded.config().aggregator();
        this.environment = environment;
        this.scheduler = lifecycle.own(new SystemScheduler());
        var telemetry = lifecycle.own(Telemetry.start(
                environment.variables(), environment.version(), this::collectors, environment.clock(), scheduler));
        // Before the backends, whose end is on record, too.
        var journal = lifecycle.own(new FileEventJournal(
                environment.configDirectory().resolve("events"), environment.clock(), environment.zone()));
        var backends = BackendParts.create(environment, scheduler, lifecycle);
        var servers = new KnownServers();
        new GatewayMeters(telemetry.meters()).watch(servers);
        backends.backends().listen(servers);
        var bridge = new SessionBridge();
        var sessions = SessionParts.create(
                config, backends, servers, bridge, telemetry.meters(), environment, scheduler, lifecycle);
        var status = new AuthStatus(servers, sessions.sessions(), sessions.logins());
        var control = ControlParts.create(
                backends.backends(),
                journal,
                loaded,
                views(servers, sessions.sessions(), status),
                this::aggregator,
                environment,
                scheduler);
        sessions.sessions().listen(control.signOns());
        this.authServer = config.authServer()
                .map(asked -> AuthParts.start(
                        asked,
                        servers,
                        bridge,
                        config.directEndpoints(),
                        telemetry.meters(),
                        environment,
                        scheduler,
                        lifecycle));
        authServer.ifPresent(bridge::join);
        this.gateway = GatewayParts.create(
                backends.backends(),
                servers,
                sessions,
                control.tools(),
                config.musterPrefix(),
                telemetry.meters(),
                environment,
                scheduler);
        var endpoints = new Endpoints(
                config,
                gateway,
                sessions,
                authServer,
                control.loop()::firstPassDone,
                telemetry.meters(),
                environment,
                scheduler);
        // After the direct servers, which forget a removed backend themselves.
        backends.backends().listen(endpoints.direct());
        this.http = listen(endpoints);
        control.start(environment, scheduler, lifecycle);
    }

    /**
     * Starts everything; backends connect on their own from then on.
     *
     * @throws HttpServer.BindFailed when the address cannot be had
     */
    public static Muster start(ConfigFile.Loaded loaded, Environment environment) {
        loaded.warnings().forEach(warning -> log.atWarn().log(warning));
        var muster = new Muster(loaded, environment);
        log.atInfo()
                .addKeyValue("version", environment.version())
                .addKeyValue("endpoint", muster.endpoint())
                .addKeyValue("profile", muster.profile())
                .addKeyValue("config", environment.configDirectory())
                .log("Muster serves");
        return muster;
    }

    private String profile() {
        return config.authServer().map(asked -> asked.profile().word()).orElse("unprotected");
    }

    /** Where clients connect: a URL, or {@code stdio}. */
    public String endpoint() {
        return config.endpoint(port());
    }

    /** The port that is listened on; the configured one when nothing is. */
    public int port() {
        return http.map(HttpServer::port).orElse(config.port());
    }

    /** Serves the aggregate on streams until the input ends. */
    public void serve(InputStream input, OutputStream output) throws InterruptedException {
        new StdioServer<>(
                        gateway.aggregate(),
                        Caller.UNPROTECTED,
                        SessionLimits.defaults(),
                        scheduler,
                        environment.random())
                .serve(input, output);
    }

    /** Stops listening, lets calls in flight end, stops the backends. */
    @Override
    public void close() {
        log.atInfo().log("Muster stops");
        lifecycle.close();
    }

    private Optional<HttpServer> listen(Endpoints endpoints) {
        if (config.transport() == MusterConfig.Transport.STDIO) {
            return Optional.empty();
        }
        try {
            var server = HttpServer.start(HttpServerOptions.bind(config.host(), config.port()), endpoints.handler());
            lifecycle.atEnd(() -> {
                endpoints.close();
                server.close(LAST_WORDS);
            });
            return Optional.of(server);
        } catch (HttpServer.BindFailed e) {
            lifecycle.close();
            throw e;
        }
    }

    private OutboundClient collectors() {
        return new HttpOutboundClient(
                OutboundPolicy.OPERATOR,
                environment.trust(),
                ProxySettings.of(environment.variables()),
                environment.clock(),
                scheduler);
    }

    private static ServerSessions views(KnownServers servers, Sessions sessions, AuthStatus status) {
        return (caller, server) -> servers.find(server)
                .map(known -> new ServerSessions.View(
                        Optional.of(status.status(known, caller)), sessions.tools(caller, server)))
                .orElse(ServerSessions.View.NOTHING);
    }

    private AggregatorService aggregator() {
        Catalog catalog = gateway.catalogs().shared();
        var tools = catalog.tools().stream()
                .filter(tool -> !(tool.route() instanceof Route.ToProvider))
                .map(tool -> new AggregatorService.OfferedTool(
                        tool.name(), !environment.yolo() && DestructiveTools.matches(tool.route())))
                .toList();
        return new AggregatorService(
                ServiceState.RUNNING,
                config.host(),
                port(),
                environment.yolo(),
                endpoint(),
                tools,
                catalog.resources().size(),
                catalog.prompts().size());
    }
}
