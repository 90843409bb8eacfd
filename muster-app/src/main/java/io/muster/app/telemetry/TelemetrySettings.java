package io.muster.app.telemetry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the {@code OTEL_*} variables ask for. A variable that asks for something that is not there is a problem, which
 * operators read at the start; it never keeps the program from serving.
 *
 * @param scrape where Prometheus finds the page
 * @param push where a collector gets requests
 * @param resource attributes of this process
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">OpenTelemetry,
 *     environment variables</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry protocol exporter</a>
 */
record TelemetrySettings(
        Optional<InetSocketAddress> scrape, Optional<Push> push, Map<String, String> resource, List<String> problems) {
    private static final int PROMETHEUS_PORT = 9464;
    private static final String COLLECTOR = "http://localhost:4318";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Requests to a collector. Headers are secrets. */
    record Push(URI endpoint, Map<String, String> headers, Duration interval, Duration timeout) {
        @Override
        public String toString() {
            return "Push[" + endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath() + "]";
        }
    }

    static TelemetrySettings of(Map<String, String> variables, String version) {
        return new Reader(variables).read(version);
    }

    boolean isOff() {
        return scrape.isEmpty() && push.isEmpty();
    }

    /** Reads the variables; an empty one counts as absent. */
    private static final class Reader {
        private final Map<String, String> variables;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> variables) {
            this.variables = variables;
        }

        TelemetrySettings read(String version) {
            var wanted = exporters();
            var scrape = wanted.contains("prometheus") ? Optional.of(page()) : Optional.<InetSocketAddress>empty();
            var push = wanted.contains("otlp") ? push() : Optional.<Push>empty();
            for (var other : List.of("OTEL_TRACES_EXPORTER", "OTEL_LOGS_EXPORTER")) {
                text(other)
                        .filter(value -> !value.equals("none"))
                        .ifPresent(value -> problems.add(other + " is " + value + ": only metrics are exported"));
            }
            return new TelemetrySettings(scrape, push, resource(version), List.copyOf(problems));
        }

        private Set<String> exporters() {
            if (text("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()) {
                return Set.of();
            }
            var endpoint = text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT").or(() -> text("OTEL_EXPORTER_OTLP_ENDPOINT"));
            var exporters = new TreeSet<String>();
            for (var name : text("OTEL_METRICS_EXPORTER")
                    .orElse(endpoint.isPresent() ? "otlp" : "none")
                    .split(",", -1)) {
                switch (name.strip()) {
                    case "otlp", "prometheus" -> exporters.add(name.strip());
                    case "none", "" -> {}
                    default ->
                        problems.add("OTEL_METRICS_EXPORTER names " + name.strip()
                                + ": there are otlp, prometheus and none");
                }
            }
            return exporters;
        }

        private InetSocketAddress page() {
            var host = text("OTEL_EXPORTER_PROMETHEUS_HOST").orElse("localhost");
            var port = number("OTEL_EXPORTER_PROMETHEUS_PORT", 0, 65_535).orElse((long) PROMETHEUS_PORT);
            return InetSocketAddress.createUnresolved(host, port.intValue());
        }

        private Optional<Push> push() {
            var protocol = specific("PROTOCOL").orElse("http/protobuf");
            if (!protocol.equals("http/protobuf")) {
                problems.add("OTEL_EXPORTER_OTLP_PROTOCOL is " + protocol + ": only http/protobuf is spoken");
                return Optional.empty();
            }
            var endpoint = text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")
                    .orElseGet(() -> text("OTEL_EXPORTER_OTLP_ENDPOINT")
                                    .orElse(COLLECTOR)
                                    .replaceFirst("/+$", "")
                            + "/v1/metrics");
            return uri(endpoint).map(uri -> new Push(uri, headers(), interval(), timeout()));
        }

        private Optional<URI> uri(String endpoint) {
            try {
                var uri = new URI(endpoint);
                if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException notUsable) {
                // Told below, without the text, which may contain a password.
            }
            problems.add("OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL");
            return Optional.empty();
        }

        private Map<String, String> headers() {
            return pairs("OTEL_EXPORTER_OTLP_" + (specificOnly("HEADERS").isPresent() ? "METRICS_HEADERS" : "HEADERS"));
        }

        private Duration interval() {
            var asked = number("OTEL_METRIC_EXPORT_INTERVAL", 1, Integer.MAX_VALUE)
                    .map(Duration::ofMillis)
                    .orElse(INTERVAL);
            return asked.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : asked;
        }

        private Duration timeout() {
            var name = specificOnly("TIMEOUT").isPresent()
                    ? "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT"
                    : "OTEL_EXPORTER_OTLP_TIMEOUT";
            return number(name, 1, Integer.MAX_VALUE).map(Duration::ofMillis).orElse(TIMEOUT);
        }

        private Map<String, String> resource(String version) {
            var resource = new LinkedHashMap<String, String>();
            resource.put("service.name", "muster");
            resource.put("service.version", version);
            resource.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES"));
            text("OTEL_SERVICE_NAME").ifPresent(name -> resource.put("service.name", name));
            return resource;
        }

        private Optional<String> text(String name) {
            return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        /** The variable of metrics, or that of all signals. */
        private Optional<String> specific(String what) {
            return specificOnly(what).or(() -> text("OTEL_EXPORTER_OTLP_" + what));
        }

        private Optional<String> specificOnly(String what) {
            return text("OTEL_EXPORTER_OTLP_METRICS_" + what);
        }

        private Optional<Long> number(String name, long least, long most) {
            var text = text(name);
            try {
                var number = text.map(Long::valueOf);
                if (number.isEmpty() || (number.get() >= least && number.get() <= most)) {
                    return number;
                }
            } catch (NumberFormatException notUsable) {
                // Told below.
            }
            problems.add(name + " is no number between " + least + " and " + most);
            return Optional.empty();
        }

        /** {@code key=value,key=value}, values percent-encoded (W3C Baggage). */
        private Map<String, String> pairs(String name) {
            var pairs = new LinkedHashMap<String, String>();
            for (var pair : text(name).orElse("").split(",")) {
                var equals = pair.indexOf('=');
                if (equals > 0) {
                    decoded(pair.substring(equals + 1).strip())
                            .ifPresentOrElse(
                                    value -> pairs.put(pair.substring(0, equals).strip(), value),
                                    () -> problems.add(name + " has a value that is not percent-encoded"));
                } else if (!pair.isBlank()) {
                    problems.add(name + " is not of the form key=value,key=value");
                }
            }
            return pairs;
        }

        private static Optional<String> decoded(String value) {
            try {
                return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
    }
}
