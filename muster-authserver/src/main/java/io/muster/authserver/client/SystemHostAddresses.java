package io.muster.authserver.client;

import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the resolver of the system, for two seconds at most. */
public final class SystemHostAddresses implements HostAddresses {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Scheduler scheduler;

    public SystemHostAddresses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public List<InetAddress> of(String host) throws InterruptedException {
        var found = new CompletableFuture<List<InetAddress>>();
        // The resolver of the system can be neither interrupted nor limited.
        Thread.ofVirtual().name("resolve").start(() -> found.complete(resolved(host)));
        return TimedWait.await(found, LIMIT, scheduler) ? found.getNow(List.of()) : List.of();
    }

    private static List<InetAddress> resolved(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
