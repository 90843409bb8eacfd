package io.muster.oauth.metadata;

import io.muster.oauth.Loopback;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fetches what strangers publish. Hosts that an operator configured, and this machine, are reached over a client of their
 * own; all others only at addresses of the public internet, which is checked again for every redirect. Sizes, times and
 * the number of redirects are bounded. Thread-safe.
 */
public final class MetadataWeb {
    /** For hosts that an operator did not configure. */
    public static final OutboundPolicy STRANGERS =
            new OutboundPolicy(Set.of("https"), AddressRule.PUBLIC, 0, 256 << 10, Duration.ofSeconds(5));

    /** For hosts that an operator configured, and this machine. */
    public static final OutboundPolicy CONFIGURED =
            new OutboundPolicy(Set.of("http", "https"), AddressRule.ANY, 0, 256 << 10, Duration.ofSeconds(5));

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final OutboundClient strangers;
    private final OutboundClient configured;
    private final Predicate<String> configuredHosts;
    private final InstantSource clock;

    /**
     * @param strangers with the policy {@link #STRANGERS}
     * @param configured with the policy {@link #CONFIGURED}
     * @param configuredHosts hosts of servers that an operator configured
     */
    public MetadataWeb(
            OutboundClient strangers,
            OutboundClient configured,
            Predicate<String> configuredHosts,
            InstantSource clock) {
        this.strangers = strangers;
        this.configured = configured;
        this.configuredHosts = configuredHosts;
        this.clock = clock;
    }

    /** What a fetch came to. */
    public sealed interface Fetched {
        /** @param headers of the answer, for its cache rules */
        record Document(JsonObject json, Headers headers) implements Fetched {}

        /** @param why for people, without anything that the peer wrote */
        record Nothing(String why) implements Fetched {}
    }

    /** Fetches a JSON object. */
    public Fetched fetch(URI url, int largest, Deadline deadline) throws InterruptedException {
        var from = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            try (var answer = send(from, Headers.of("Accept", "application/json"), deadline)) {
                if (!REDIRECTS.contains(answer.status())) {
                    return read(answer, largest);
                }
                var current = from;
                var target = answer.headers().first("Location").flatMap(to -> redirected(url, current, to));
                if (target.isEmpty()) {
                    return new Fetched.Nothing("status " + answer.status() + " to where it must not lead");
                }
                from = target.get();
            } catch (OutboundException e) {
                return new Fetched.Nothing(text(e));
            }
        }
        return new Fetched.Nothing("more than " + MOST_REDIRECTS + " redirects");
    }

    /** Asks a resource without credentials; only how it refuses is of interest. */
    public OutboundResponse probe(URI url, Deadline deadline) throws InterruptedException {
        return send(url, Headers.of("Accept", "application/json, text/event-stream"), deadline);
    }

    /** The client for requests to that URL that send something; it follows no redirects. */
    public OutboundClient towards(URI url) {
        return isNear(host(url)) ? configured : strangers;
    }

    private boolean isNear(String host) {
        return configuredHosts.test(host) || Loopback.is(host);
    }

    public static String text(OutboundException failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST -> "no such host";
            case CONNECT -> "no connection";
            case TLS -> "its certificate is not trusted or TLS failed";
            case BROKEN -> "the connection broke";
            case TIMEOUT -> "no answer in time";
            case TOO_LARGE -> "the answer is too large";
            case FORBIDDEN -> "it leads to an address that is not allowed";
        };
    }

    private OutboundResponse send(URI url, Headers headers, Deadline deadline) throws InterruptedException {
        var limit = Deadline.after(LIMIT, clock).orEarlier(deadline);
        return towards(url).send(new OutboundRequest("GET", url, headers, new byte[0], limit));
    }

    /** A redirect may make it more secure, never less, and leads to no host of ours that the first URL was not at. */
    private Optional<URI> redirected(URI first, URI from, String location) {
        try {
            var target = from.resolve(location);
            var downgrade = "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(target.getScheme());
            var inwards = isNear(host(target)) && !host(target).equals(host(first));
            return WebUrl.isAcceptable(target) && !downgrade && !inwards ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException notAUrl) {
            return Optional.empty();
        }
    }

    private static Fetched read(OutboundResponse answer, int largest) {
        if (answer.status() != 200) {
            return new Fetched.Nothing("status " + answer.status());
        }
        var content = answer.bytes();
        if (content.length > largest) {
            return new Fetched.Nothing("the document is larger than " + (largest >> 10) + " KiB");
        }
        try {
            if (Json.parse(content, new JsonLimits(32, largest, 100, largest)) instanceof JsonObject object) {
                return new Fetched.Document(object, answer.headers());
            }
            return new Fetched.Nothing("the document is not a JSON object");
        } catch (JsonException e) {
            return new Fetched.Nothing("the document is not JSON");
        }
    }

    private static String host(URI url) {
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    }
}
