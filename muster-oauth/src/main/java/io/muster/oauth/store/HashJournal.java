package io.muster.oauth.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a memory store writes down what shall outlive the process. Reading never asks it. */
public interface HashJournal {
    /** Forgets everything. */
    HashJournal NONE = new HashJournal() {
        @Override
        public void replay(Consumer<Entry> row) {}

        @Override
        public void ready() {}

        @Override
        public void note(List<Entry> changes) {}

        @Override
        public void settle() {}
    };

    /** How something is from now on. */
    sealed interface Entry {
        /** @param until when the hash is forgotten; empty when there is none any more */
        record Life(String key, Optional<Instant> until) implements Entry {}

        /** @param value empty when there is none any more */
        record Field(String key, String field, Optional<String> value) implements Entry {}
    }

    /** Tells what an earlier process left, in any order. Called first of all, and once. */
    void replay(Consumer<Entry> row);

    /**
     * Called before a change.
     *
     * @throws StoreUnavailable when changes cannot be kept at present
     */
    void ready();

    /**
     * Notes changes that are kept together or not at all. Called under a lock, so that their order is that of the changes;
     * must therefore only remember them.
     */
    void note(List<Entry> changes);

    /**
     * Returns when everything noted so far survives the death of the process.
     *
     * @throws StoreUnavailable when it cannot be kept
     */
    void settle();
}
