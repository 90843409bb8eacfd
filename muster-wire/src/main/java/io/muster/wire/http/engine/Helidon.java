package io.muster.wire.http.engine;

import io.helidon.common.socket.SocketOptions;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How Helidon is told what to be. Left alone it would look through the class path for services to put together, and read
 * settings of its own from files, the environment and system properties, which takes a third of our start; all that a
 * server consists of is named here.
 */
final class Helidon {
    /** Longer than any grace: the end of the grace is decided by {@link HttpServer#close(Duration)}. */
    private static final Duration UNTIL_INTERRUPTED = Duration.ofDays(1);

    private Helidon() {}

    /** Loads what every server needs. */
    static void loadAhead() {
        withoutDiscovery();
        Http1Config.create();
        WebServerConfig.builder().config(nothing()).buildPrototype();
    }

    /** Once in a process, before the first server. */
    static synchronized void withoutDiscovery() {
        if (!GlobalServiceRegistry.configured()) {
            var nothing = ServiceRegistryConfig.builder()
                    .discoverServices(false)
                    .discoverServicesFromServiceLoader(false)
                    .build();
            GlobalServiceRegistry.registry(
                    ServiceRegistryManager.create(nothing).registry());
        }
    }

    /** A server that has not been started. */
    static WebServer server(
            HttpServerOptions options, InetSocketAddress address, Exchange exchange, Connections connections) {
        var largest = 2L * options.maxBodyBytes();
        var protocol = Http1Config.builder()
                .maxHeadersSize(options.maxHeaderBytes())
                .maxPrologueLength(16 << 10)
                .sendKeepAliveHeader(false)
                .addReceiveListener(connections)
                .build();
        return WebServer.builder()
                .config(nothing())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .bindAddress(address)
                .addConnectionSelector(new Http1(protocol, largest))
                .protocolsDiscoverServices(false)
                .directHandlers(refusals())
                // Refuses what is announced as one huge chunk; Exchange applies the exact limit of a body.
                .maxPayloadSize(largest)
                // Measured: together these halve the memory of an idle stream and cost no throughput.
                // Whoever writes to a stream writes a whole event.
                .writeBufferSize(0)
                .useNio(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .shutdownGracePeriod(UNTIL_INTERRUPTED)
                .idleConnectionTimeout(options.idleTimeout())
                .idleConnectionPeriod(Addresses.sweep(options.idleTimeout()))
                .routing(HttpRouting.builder().any(exchange))
                .build();
    }

    private static Config nothing() {
        return Config.builder(ConfigSources.empty())
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableMapperServices()
                .disableFilterServices()
                .disableParserServices()
                .build();
    }

    private static DirectHandlers refusals() {
        var handlers = DirectHandlers.builder();
        for (var type : EventType.values()) {
            handlers.addHandler(type, new Refusal());
        }
        return handlers.build();
    }
}
