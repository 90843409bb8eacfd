package io.muster.app.telemetry;

import io.muster.wire.http.Headers;
import io.muster.wire.log.LogLimiter;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was measured to an OpenTelemetry collector. Nothing is repeated: the next request carries everything that
 * a lost one did.
 */
final class Collector {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final String ENDPOINT = "collector";

    private final TelemetrySettings.Push settings;
    private final OutboundClient outbound;
    private final BiFunction<Instant, Instant, byte[]> request;
    private final InstantSource clock;
    private final Instant start;
    private final LogLimiter limiter;
    private final Headers headers;

    /** @param request the content of a request, from the time when counting began to the present */
    Collector(
            TelemetrySettings.Push settings,
            OutboundClient outbound,
            BiFunction<Instant, Instant, byte[]> request,
            InstantSource clock) {
        this.settings = settings;
        this.outbound = outbound;
        this.request = request;
        this.clock = clock;
        this.start = clock.instant();
        this.limiter = new LogLimiter(clock, Duration.ofMinutes(10));
        var fields = Headers.of("Content-Type", "application/x-protobuf");
        for (var header : settings.headers().entrySet()) {
            fields = fields.with(header.getKey(), header.getValue());
        }
        this.headers = fields;
    }

    /** Sends once, within the time that a request may take. */
    void send() {
        send(settings.timeout());
    }

    void send(Duration patience) {
        var content = request.apply(start, clock.instant());
        var deadline = Deadline.after(patience, clock);
        try (var answer = outbound.send(new OutboundRequest("POST", settings.endpoint(), headers, content, deadline))) {
            if (answer.status() / 100 == 2) {
                limiter.recovered(ENDPOINT)
                        .ifPresent(failures -> log.atInfo()
                                .addKeyValue("failures", failures)
                                .log("the collector takes metrics again"));
            } else {
                failed("status " + answer.status());
            }
        } catch (OutboundException e) {
            failed(e.kind() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String why) {
        limiter.failed(ENDPOINT)
                .ifPresent(quiet -> log.atWarn()
                        .addKeyValue("collector", settings.endpoint().getRawAuthority())
                        .addKeyValue("problem", why)
                        .addKeyValue("repeated", quiet)
                        .log("the collector does not take metrics"));
    }
}
