package io.muster.control.reconcile;

import io.muster.control.definition.ResourceKey;
import java.time.Duration;

/** Lets whoever changed a definition wait until the change has taken effect. */
@FunctionalInterface
public interface Settling {
    /** Reconciles the key and waits for a run that began after this call; false when that took too long. */
    boolean settle(ResourceKey key, Duration atMost) throws InterruptedException;
}
