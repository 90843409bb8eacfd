package io.muster.oauth.discovery;

import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds the authorization servers of MCP servers, and remembers them for a while. Of many that ask for the same server
 * one walks the chain; a caller that gives up does not disturb the others. Thread-safe.
 */
public final class Discovery {
    /** For the whole chain. */
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private static final Duration FOUND = Duration.ofMinutes(30);
    private static final Duration NOT_FOUND = Duration.ofSeconds(60);

    private final MetadataWeb web;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();

    /** What is known of a server, or will be. */
    private record Entry(Target target, CompletableFuture<DiscoveryResult> result, Instant since) {
        boolean isGood(Target wanted, Instant now) {
            // A challenge that was not seen then may still be news; one that names other metadata always is.
            var sameQuestion = target.url().equals(wanted.url())
                    && target.pin().equals(wanted.pin())
                    && (wanted.challenges().isEmpty() || wanted.challenges().equals(target.challenges()));
            return sameQuestion && (!result.isDone() || now.isBefore(since.plus(lifetime())));
        }

        private Duration lifetime() {
            return result.state() == Future.State.SUCCESS && result.resultNow() instanceof Resolved ? FOUND : NOT_FOUND;
        }
    }

    public Discovery(MetadataWeb web, InstantSource clock) {
        this.web = web;
        this.clock = clock;
    }

    /** The authorization server of a server, as it is known or found now. */
    public DiscoveryResult discover(Target target) throws InterruptedException {
        var now = clock.instant();
        var entry = new Entry(target, new CompletableFuture<>(), now);
        synchronized (entries) {
            @Nullable Entry known = entries.get(target.server());
            if (known != null && known.isGood(target, now)) {
                entry = known;
            } else {
                entries.put(target.server(), entry);
                var started = entry;
                Thread.ofVirtual().name("discovery").start(() -> walk(started));
            }
        }
        try {
            return entry.result().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("discovery failed for " + target.server(), e.getCause());
        }
    }

    /** Walks the chain whatever is known, and remembers nothing: for people who look for a fault. */
    public DiscoveryResult diagnose(Target target) throws InterruptedException {
        return new DiscoveryRun(target, web, Deadline.after(BUDGET, clock)).run();
    }

    /** What was known has proven wrong: a client that is unknown, an endpoint that is gone. */
    public void forget(String server) {
        synchronized (entries) {
            entries.remove(server);
        }
    }

    private void walk(Entry entry) {
        try {
            entry.result().complete(diagnose(entry.target()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entry.result().completeExceptionally(e);
        } catch (RuntimeException e) {
            entry.result().completeExceptionally(e);
        }
    }
}
