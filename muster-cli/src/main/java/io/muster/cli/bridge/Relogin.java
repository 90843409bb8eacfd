package io.muster.cli.bridge;

import io.muster.cli.servers.ClientSession;
import io.muster.cli.servers.StatusUnavailable;
import io.muster.mcp.client.McpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens without a word of the person when a login to Muster has ended, and when there is one again: it is renewed
 * silently, and those to the servers behind Muster follow it. Each at most once for one login. Thread-safe.
 */
final class Relogin {
    private static final Logger log = LoggerFactory.getLogger(Relogin.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Optional<LoginDesk> desk;
    private final Uplink uplink;
    private final InstantSource clock;
    private final AtomicBoolean required = new AtomicBoolean();

    Relogin(Optional<LoginDesk> desk, Uplink uplink, InstantSource clock) {
        this.desk = desk;
        this.uplink = uplink;
        this.clock = clock;
    }

    private interface Task {
        void run(LoginDesk desk) throws InterruptedException;
    }

    /** Muster wants to know who asks. */
    void required(List<String> challenges) {
        if (required.compareAndSet(false, true)) {
            start("bridge-silent-login", at -> {
                if (at.renew(challenges)) {
                    connect();
                }
            });
        }
    }

    /** There is a connection. */
    void opened(McpClient client) {
        if (required.compareAndSet(true, false)) {
            start("bridge-sign-in", at -> at.signIn(new ClientSession(client, clock)));
        }
    }

    /** Has the connection opened at once after a login. */
    void arrive() {
        start("bridge-logged-in", _ -> connect());
    }

    /** An attempt that began before the login is of no use, so that one more may be needed. */
    private void connect() throws InterruptedException {
        if (uplink.reach(PATIENCE) instanceof Link.Down) {
            uplink.reach(PATIENCE);
        }
    }

    private void start(String name, Task task) {
        desk.ifPresent(at -> Thread.ofVirtual().name(name).start(() -> {
            try {
                task.run(at);
            } catch (StatusUnavailable e) {
                log.atDebug().addKeyValue("reason", e.getMessage()).log("the servers behind Muster cannot be seen");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
