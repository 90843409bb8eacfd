/**
 * Stores in memory: for one process, without an end to fear. What they keep beyond the process, if anything, they tell a
 * {@link io.muster.authserver.store.memory.Ledger}; the embedded file store is one of those.
 */
@NullMarked
package io.muster.authserver.store.memory;

import org.jspecify.annotations.NullMarked;
