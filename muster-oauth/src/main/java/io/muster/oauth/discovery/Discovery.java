package io.muster.oauth.discovery;

import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.store.HashStore;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    private final MetadataWeb web;
    private final Optional<SharedFindings> shared;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();

    /** What is known of a server, or will be. */
    private record Entry(Target target, CompletableFuture<Finding> finding) {
        boolean isGood(Target wanted, Instant now) {
            return finding.state() == Future.State.SUCCESS
                    ? finding.resultNow().answers(wanted, now)
                    : !finding.isDone() && target.covers(wanted);
        }
    }

    /** Discovery of one process that knows nothing of others. */
    public Discovery(MetadataWeb web, InstantSource clock) {
        this(web, Optional.empty(), clock);
    }

    /** @param store in which processes tell each other what they have found */
    public Discovery(MetadataWeb web, HashStore store, InstantSource clock) {
        this(web, Optional.of(new SharedFindings(store, clock)), clock);
    }

    private Discovery(MetadataWeb web, Optional<SharedFindings> shared, InstantSource clock) {
        this.web = web;
        this.shared = shared;
        this.clock = clock;
    }

    /** The authorization server of a server, as it is known or found now. */
    public DiscoveryResult discover(Target target) throws InterruptedException {
        var entry = new Entry(target, new CompletableFuture<>());
        synchronized (entries) {
            @Nullable Entry known = entries.get(target.server());
            if (known != null && known.isGood(target, clock.instant())) {
                entry = known;
            } else {
                entries.put(target.server(), entry);
                var started = entry;
                Thread.ofVirtual().name("discovery").start(() -> find(started));
            }
        }
        try {
            return entry.finding().get().result();
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
        drop(server);
        shared.ifPresent(findings -> findings.forget(server));
    }

    /** The server is defined anew, or gone: what others find out about it under its definition may be right. */
    public void drop(String server) {
        synchronized (entries) {
            entries.remove(server);
        }
    }

    private void find(Entry entry) {
        try {
            entry.finding().complete(found(entry.target()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entry.finding().completeExceptionally(e);
        } catch (RuntimeException e) {
            entry.finding().completeExceptionally(e);
        }
    }

    private Finding found(Target target) throws InterruptedException {
        var known = shared.flatMap(findings -> findings.find(target));
        if (known.isPresent()) {
            return known.get();
        }
        var finding = new Finding(target, diagnose(target), clock.instant());
        shared.ifPresent(findings -> findings.keep(finding));
        return finding;
    }
}
