package io.muster.app.telemetry;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Router;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes measurements and lets them out: as a page {@code /metrics} for Prometheus on a port of its own, by requests to a
 * collector, or both. Closing sends the last ones.
 */
public final class Telemetry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Telemetry.class);

    /** How long the end of the process waits for the collector. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Meters meters;
    private final Optional<HttpServer> page;
    private final List<Runnable> atEnd;

    private Telemetry(Meters meters, Optional<HttpServer> page, List<Runnable> atEnd) {
        this.meters = meters;
        this.page = page;
        this.atEnd = atEnd;
    }

    /**
     * Starts what the variables ask for.
     *
     * @param version of this program
     * @param outbound reaches collectors; asked for only when there is one, and closed here
     * @throws HttpServer.BindFailed when the address of the page cannot be had
     */
    public static Telemetry start(
            Map<String, String> variables,
            String version,
            Supplier<OutboundClient> outbound,
            InstantSource clock,
            Scheduler scheduler) {
        var settings = TelemetrySettings.of(variables, version);
        settings.problems()
                .forEach(problem -> log.atWarn().addKeyValue("problem", problem).log("telemetry is not as asked for"));
        if (settings.isOff()) {
            return new Telemetry(Meters.NONE, Optional.empty(), List.of());
        }
        var measurements = new Measurements();
        var scope = new Scope(version, settings.resource());
        var page = settings.scrape().map(address -> serve(address, measurements, scope));
        var atEnd = new ArrayList<Runnable>();
        settings.push().ifPresent(push -> {
            var client = outbound.get();
            var collector = new Collector(
                    push, client, (start, now) -> OtlpRequest.of(measurements.read(), scope, start, now), clock);
            var timer = scheduler.every(push.interval(), collector::send);
            atEnd.add(() -> {
                timer.cancel();
                collector.send(LAST_WORDS);
                client.close();
            });
            log.atInfo()
                    .addKeyValue("collector", push.endpoint().getRawAuthority())
                    .log("metrics go to a collector");
        });
        return new Telemetry(measurements, page, List.copyOf(atEnd));
    }

    /** Where to count; costs nothing when nobody reads it. */
    public Meters meters() {
        return meters;
    }

    /** Where Prometheus finds the page, if it does. */
    public Optional<InetSocketAddress> page() {
        return page.map(server -> server.addresses().getFirst());
    }

    @Override
    public void close() {
        page.ifPresent(HttpServer::close);
        atEnd.forEach(Runnable::run);
    }

    private static HttpServer serve(InetSocketAddress address, Measurements measurements, Scope scope) {
        var server = HttpServer.start(
                HttpServerOptions.bind(address.getHostString(), address.getPort()),
                Router.builder()
                        .get("/metrics", _ -> page(PrometheusText.of(measurements.read(), scope)))
                        .build());
        log.atInfo().addKeyValue("address", server.addresses().getFirst()).log("metrics are at /metrics");
        return server;
    }

    private static HttpResponse page(String text) {
        return new HttpResponse(
                200,
                Headers.of("Content-Type", PrometheusText.CONTENT_TYPE),
                new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }
}
