package io.muster.control.status;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of all servers: in memory, and on best effort in a store. A steady state writes nothing. Safe for use by
 * many threads as long as each server is written by one at a time, which the reconcile loop sees to.
 */
public final class ServerStatuses {
    private static final Logger log = LoggerFactory.getLogger(ServerStatuses.class);

    private final StatusStore store;
    private final ConcurrentMap<String, ServerStatus> statuses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Boolean> looked = new ConcurrentHashMap<>();

    public ServerStatuses(StatusStore store) {
        this.store = store;
    }

    /** Every server that something is known of, as far as the store can tell. */
    public Collection<String> names() {
        var names = new TreeSet<>(statuses.keySet());
        try {
            names.addAll(store.names());
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("the stored status cannot be listed");
        }
        return names;
    }

    /** What is known of a server, from before the last restart if need be. */
    public Optional<ServerStatus> find(String name) {
        var known = Optional.ofNullable(statuses.get(name));
        if (known.isPresent() || looked.putIfAbsent(name, true) != null) {
            return known;
        }
        try {
            store.load(name).ifPresent(loaded -> statuses.putIfAbsent(name, loaded));
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("backend", name).setCause(e).log("the stored status cannot be read");
        }
        return Optional.ofNullable(statuses.get(name));
    }

    /** Takes note of a status; false when it is the one that was known. */
    public boolean write(String name, ServerStatus status) {
        var before = statuses.put(name, status);
        if (status.equals(before)) {
            return false;
        }
        attempt("written", name, () -> store.save(name, status));
        return true;
    }

    public void forget(String name) {
        statuses.remove(name);
        attempt("removed", name, () -> store.remove(name));
    }

    private static void attempt(String what, String name, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("backend", name).setCause(e).log("the status could not be {}", what);
        }
    }
}
