/**
 * The embedded store: the stores in memory, with a {@link io.muster.authserver.store.memory.Ledger} in one encrypted file.
 * The only place that knows MVStore.
 */
@NullMarked
package io.muster.authserver.store.file;

import org.jspecify.annotations.NullMarked;
