package io.muster.authserver.client;

import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.wire.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Valid metadata documents, for as long as their sites let us, within bounds of our own (RFC 9111). Thread-safe. */
final class MetadataCache {
    private static final int MOST = 1_000;
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    private record Kept(RegisteredClient client, Instant until) {}

    private final InstantSource clock;

    /** In the order of storing: the oldest goes first. */
    private final Map<ClientId, Kept> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientId, Kept> eldest) {
            return size() > MOST;
        }
    };

    MetadataCache(InstantSource clock) {
        this.clock = clock;
    }

    Optional<RegisteredClient> find(ClientId id) {
        synchronized (entries) {
            return Optional.ofNullable(entries.get(id))
                    .filter(kept -> clock.instant().isBefore(kept.until()))
                    .map(Kept::client);
        }
    }

    void store(RegisteredClient client, Headers answer) {
        var until = clock.instant().plus(lifetime(answer));
        synchronized (entries) {
            entries.remove(client.id());
            entries.put(client.id(), new Kept(client, until));
        }
    }

    static Duration lifetime(Headers answer) {
        var directives = Arrays.stream(String.join(",", answer.all("Cache-Control"))
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .map(String::strip)
                .toList();
        if (directives.contains("no-store") || directives.contains("no-cache")) {
            return SHORTEST;
        }
        return directives.stream()
                .filter(directive -> directive.startsWith("max-age="))
                .findFirst()
                .flatMap(directive -> seconds(directive.substring("max-age=".length())))
                .orElse(USUAL);
    }

    private static Optional<Duration> seconds(String text) {
        var digits = text.replace("\"", "");
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        var seconds = digits.length() > 6 ? LONGEST.toSeconds() : Long.parseLong(digits);
        return Optional.of(
                Duration.ofSeconds(Math.clamp(seconds, (int) SHORTEST.toSeconds(), (int) LONGEST.toSeconds())));
    }
}
