package io.muster.authserver.store.memory;

import java.util.List;
import java.util.function.BiConsumer;

/** Where changes go that outlive the process. Reading never asks it: everything is in memory as well. */
public interface Ledger {
    /** Forgets everything. */
    Ledger NONE = new Ledger() {
        @Override
        public <K, V> void replay(Table<K, V> table, BiConsumer<K, V> row) {}

        @Override
        public void ready() {}

        @Override
        public void note(List<Change<?, ?>> changes) {}

        @Override
        public void settle() {}
    };

    /** Tells the rows that an earlier process left. Called before anything else, for each table once. */
    <K, V> void replay(Table<K, V> table, BiConsumer<K, V> row);

    /**
     * Called before a change.
     *
     * @throws io.muster.oauth.store.StoreUnavailable when changes cannot be kept at present
     */
    void ready();

    /**
     * Notes changes that are kept together or not at all. Called while what they change is locked, so that their order is
     * that of the changes; must therefore only remember them.
     */
    void note(List<Change<?, ?>> changes);

    /**
     * Returns when everything noted so far survives the death of the process.
     *
     * @throws io.muster.oauth.store.StoreUnavailable when it cannot be kept
     */
    void settle();
}
