package io.muster.control.reconcile;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends.Applied;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Backends that start at once, or fail when told to. */
public final class FakeServers implements LiveServers {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Map<String, BackendStatus> servers = new TreeMap<>();
    private final List<String> actions = new ArrayList<>();

    @Override
    public synchronized Applied apply(BackendSpec spec) {
        var before = Optional.ofNullable(servers.get(spec.name()));
        var applied = decide(before.map(BackendStatus::spec), spec);
        switch (applied) {
            case STARTED, RESTARTED -> put(spec, ServiceState.RUNNING, Optional.empty());
            case RELABELLED -> put(spec, before.orElseThrow().state(), Optional.empty());
            case UNCHANGED, NOTHING -> {}
        }
        actions.add(spec.name() + " " + applied);
        return applied;
    }

    private static Applied decide(Optional<BackendSpec> before, BackendSpec spec) {
        if (before.isEmpty()) {
            return spec.autoStart() ? Applied.STARTED : Applied.NOTHING;
        }
        var old = before.get();
        if (old.equals(spec)) {
            return Applied.UNCHANGED;
        }
        return old.endpoint().equals(spec.endpoint()) && (old.autoStart() || !spec.autoStart())
                ? Applied.RELABELLED
                : Applied.RESTARTED;
    }

    public synchronized void put(BackendSpec spec, ServiceState state, Optional<String> error) {
        var since = state.isActive() ? Optional.of(NOON) : Optional.<Instant>empty();
        servers.put(
                spec.name(),
                new BackendStatus(
                        spec,
                        state,
                        false,
                        error,
                        error.isPresent() ? 1 : 0,
                        0,
                        since,
                        Optional.empty(),
                        since,
                        since,
                        Inventory.EMPTY));
    }

    public synchronized void become(String name, ServiceState state, Optional<String> error) {
        put(find(name).orElseThrow().spec(), state, error);
    }

    @Override
    public synchronized boolean remove(String name) {
        return servers.remove(name) != null;
    }

    @Override
    public synchronized Optional<BackendStatus> find(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    @Override
    public synchronized List<BackendStatus> all() {
        return List.copyOf(servers.values());
    }

    public synchronized List<String> actions() {
        return List.copyOf(actions);
    }
}
