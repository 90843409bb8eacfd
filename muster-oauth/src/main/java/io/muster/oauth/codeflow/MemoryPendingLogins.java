package io.muster.oauth.codeflow;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pending logins of one process. */
public final class MemoryPendingLogins implements PendingLogins {
    private static final int MOST = 10_000;

    private final InstantSource clock;

    /** In the order of their making, so that the oldest come first. */
    private final Map<String, PendingLogin> logins = new LinkedHashMap<>();

    public MemoryPendingLogins(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void put(String state, PendingLogin login) {
        sweep();
        var ofOne = logins.entrySet().stream()
                .filter(entry -> entry.getValue().owner().equals(login.owner()))
                .map(Map.Entry::getKey)
                .toList();
        ofOne.stream().limit(Math.max(0, ofOne.size() - MOST_OF_ONE + 1)).forEach(logins::remove);
        if (logins.size() >= MOST) {
            logins.remove(logins.keySet().iterator().next());
        }
        logins.put(state, login);
    }

    @Override
    public synchronized Optional<PendingLogin> find(String state) {
        sweep();
        return Optional.ofNullable(logins.get(state));
    }

    @Override
    public synchronized void update(String state, PendingLogin login) {
        sweep();
        logins.replace(state, login);
    }

    @Override
    public synchronized Optional<PendingLogin> take(String state) {
        sweep();
        return Optional.ofNullable(logins.remove(state));
    }

    private void sweep() {
        var oldest = clock.instant().minus(LIFE);
        var entries = logins.values().iterator();
        while (entries.hasNext() && !entries.next().createdAt().isAfter(oldest)) {
            entries.remove();
        }
    }
}
