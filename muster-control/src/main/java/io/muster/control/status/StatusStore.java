package io.muster.control.status;

import java.util.Collection;
import java.util.Optional;

/** Keeps the status of servers over restarts. Best effort: nothing depends on it but what people are shown. */
public interface StatusStore {
    /** All servers that there is a status of. */
    Collection<String> names();

    Optional<ServerStatus> load(String name);

    void save(String name, ServerStatus status);

    void remove(String name);
}
