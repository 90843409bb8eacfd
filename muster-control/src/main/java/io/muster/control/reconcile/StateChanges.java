package io.muster.control.reconcile;

import io.muster.control.definition.ResourceKey;
import io.muster.gateway.backend.BackendListener;
import java.util.function.Consumer;

/** Passes on that a backend changed its state, so that its status follows at once. */
public final class StateChanges implements BackendListener {
    private final Consumer<ResourceKey> changed;

    public StateChanges(Consumer<ResourceKey> changed) {
        this.changed = changed;
    }

    @Override
    public void published(String name) {
        changed.accept(ResourceKey.server(name));
    }

    @Override
    public void removed(String name) {
        changed.accept(ResourceKey.server(name));
    }
}
