package io.muster.authserver.client;

import java.net.InetAddress;
import java.util.List;

/** What names resolve to. */
@FunctionalInterface
public interface HostAddresses {
    /** All addresses of a host; none when it does not resolve in time. */
    List<InetAddress> of(String host) throws InterruptedException;
}
