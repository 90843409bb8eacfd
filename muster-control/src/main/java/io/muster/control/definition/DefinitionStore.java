package io.muster.control.definition;

import io.muster.wire.json.decode.Problem;
import java.util.List;

/**
 * Where definitions are kept. The answer "there is none" is only given when that is certain: a store that cannot be read
 * throws, so that an outage never looks like a deletion. Safe for use by many threads.
 */
public interface DefinitionStore {
    /** What kind of store it is, in the word of the tools: {@code filesystem} or {@code kubernetes}. */
    String mode();

    Lookup find(ResourceKey key);

    /** All of a kind, the unreadable ones included, ordered by name. */
    List<Entry> list(ResourceKind kind);

    Creation create(ResourceKey key, Definition definition);

    /** Replaces the definition if it still is the one that the change was made from. */
    Update update(ResourceKey key, Definition expected, Definition changed);

    /** Deletes the definition, readable or not. */
    Deletion delete(ResourceKey key);

    /** One definition of a list; the name need not be a valid one. */
    record Entry(String name, Lookup lookup) {}

    /** The answer to "what does it say?". */
    sealed interface Lookup {}

    /** It can be read; what it says may still be wrong. */
    record Found(Definition definition, Source source) implements Lookup {}

    /** There is none. */
    record Absent() implements Lookup {}

    /** There is one, but it cannot be read. */
    record Unreadable(List<DefinitionProblem> problems) implements Lookup {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }

    /** Knows where the parts of a definition stand. */
    @FunctionalInterface
    interface Source {
        DefinitionProblem locate(Problem problem);

        default List<DefinitionProblem> locate(List<Problem> problems) {
            return problems.stream().map(this::locate).toList();
        }
    }

    /** How a creation ended. */
    sealed interface Creation {
        record Created() implements Creation {}

        record AlreadyExists() implements Creation {}
    }

    /** How an update ended. */
    sealed interface Update {
        record Updated() implements Update {}

        record NotFound() implements Update {}

        /** Somebody else changed it meanwhile. */
        record Conflict() implements Update {}

        /** What is there cannot be read, so it is not overwritten. */
        record Blocked(List<DefinitionProblem> problems) implements Update {}
    }

    /** How a deletion ended. */
    sealed interface Deletion {
        record Deleted() implements Deletion {}

        record NotFound() implements Deletion {}
    }

    /** The store could not do its work; says nothing about what it holds. */
    final class StoreFault extends RuntimeException {
        public StoreFault(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
