package io.muster.control.tool;

import io.muster.gateway.backend.BackendSpec;

/** Finds the definition of a backend that may not be running yet. */
@FunctionalInterface
public interface Definitions {
    Found find(String name);

    /** What is known of a definition. */
    sealed interface Found {
        record Usable(BackendSpec spec) implements Found {}

        /** There is one, but nobody can act on it. */
        record Unreadable(String why) implements Found {}

        record Absent() implements Found {}
    }
}
