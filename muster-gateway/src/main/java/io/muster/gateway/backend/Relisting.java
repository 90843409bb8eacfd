package io.muster.gateway.backend;

import io.muster.mcp.client.McpTransportException;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the inventory again when a backend says that it changed. News that come close together lead to one reading. A backend
 * that has news again right after each reading is read at ever longer intervals, so that it does not occupy us.
 */
final class Relisting {
    private static final Logger log = LoggerFactory.getLogger(Relisting.class);

    /** News within that time after a reading came right after it. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final Backend backend;
    private final Mailbox order;
    private long wanted;
    private boolean scheduled;
    private Duration pause = Duration.ZERO;
    private Instant quietFrom = Instant.MIN;

    Relisting(Surroundings surroundings, Backend backend) {
        this.surroundings = surroundings;
        this.backend = backend;
        this.order = new Mailbox(surroundings.executor());
    }

    /** The backend says so over the connection of this attempt, perhaps before that counts as connected. */
    void changed(long attempt) {
        Duration delay;
        synchronized (this) {
            wanted = Math.max(wanted, attempt);
            if (scheduled) {
                return;
            }
            scheduled = true;
            pause = nextPause();
            delay = pause;
        }
        surroundings.scheduler().after(delay, () -> order.post(this::run));
    }

    private Duration nextPause() {
        if (!surroundings.clock().instant().isBefore(quietFrom)) {
            return surroundings.timings().relistDelay();
        }
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** The attempt is connected now: what came too early is made up for. */
    void catchUp(OpenLine line) {
        boolean early;
        synchronized (this) {
            early = wanted == line.attempt();
        }
        if (early) {
            changed(line.attempt());
        }
    }

    private void run() {
        synchronized (this) {
            scheduled = false;
        }
        backend.openLine().filter(this::take).ifPresent(this::read);
    }

    private synchronized boolean take(OpenLine line) {
        boolean taken = wanted == line.attempt();
        if (taken) {
            wanted = 0;
            quietFrom = Instant.MAX;
        }
        return taken;
    }

    private synchronized void done() {
        quietFrom = surroundings.clock().instant().plus(QUIET);
    }

    private void read(OpenLine line) {
        var before = backend.status().inventory();
        var deadline = Deadline.after(surroundings.timings().listBudget(), surroundings.clock());
        try {
            var reading = InventoryReader.read(line.client(), before, deadline)
                    .withoutSecretsOf(backend.spec().endpoint());
            reading.warning().ifPresent(this::warn);
            backend.handled(new BackendEvent.Listed(line.attempt(), reading.inventory(), reading.warning()));
        } catch (McpTransportException e) {
            warn(ErrorText.of(e, backend.spec().endpoint()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done();
        }
    }

    private void warn(String text) {
        log.atWarn().addKeyValue("backend", backend.name()).log("inventory not read again: {}", text);
    }
}
