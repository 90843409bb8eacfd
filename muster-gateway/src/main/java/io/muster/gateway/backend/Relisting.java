package io.muster.gateway.backend;

import io.muster.mcp.client.McpTransportException;
import io.muster.wire.time.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the inventory again when a backend says that it changed. News that come close together lead to one reading;
 * the delay also keeps a backend that answers every reading with news from occupying us.
 */
final class Relisting {
    private static final Logger log = LoggerFactory.getLogger(Relisting.class);

    private final Surroundings surroundings;
    private final Backend backend;
    private final Mailbox order;
    private long wanted;
    private boolean scheduled;

    Relisting(Surroundings surroundings, Backend backend) {
        this.surroundings = surroundings;
        this.backend = backend;
        this.order = new Mailbox(surroundings.executor());
    }

    /** The backend says so over the connection of this attempt, perhaps before that counts as connected. */
    void changed(long attempt) {
        synchronized (this) {
            wanted = Math.max(wanted, attempt);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        surroundings.scheduler().after(surroundings.timings().relistDelay(), () -> order.post(this::run));
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
        }
        return taken;
    }

    private void read(OpenLine line) {
        var before = backend.status().inventory();
        var deadline = Deadline.after(surroundings.timings().listBudget(), surroundings.clock());
        try {
            var reading = InventoryReader.read(line.client(), before, deadline)
                    .withoutSecretsOf(backend.spec().endpoint());
            reading.warning().ifPresent(this::warn);
            backend.post(new BackendEvent.Listed(line.attempt(), reading.inventory(), reading.warning()));
        } catch (McpTransportException e) {
            warn(ErrorText.of(e, backend.spec().endpoint()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warn(String text) {
        log.atWarn().addKeyValue("backend", backend.name()).log("inventory not read again: {}", text);
    }
}
