package io.muster.control.reconcile;

import io.muster.control.definition.ResourceKey;

/** Compares one definition with reality and acts. Idempotent; called by one thread at a time per key. */
@FunctionalInterface
public interface Reconciler {
    /** An exception counts as {@link Reconciled.Retry}. Interrupted when it takes too long. */
    Reconciled reconcile(ResourceKey key) throws InterruptedException;
}
