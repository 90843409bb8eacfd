package io.muster.cli.setup;

import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is set up in one configuration directory; supplied by the composition root. Reads what is there at the call. */
public interface Installation {
    Path directory();

    Configuration configuration();

    /** All definitions of MCP servers, the unreadable ones included, ordered by name. */
    List<Server> servers();

    /** What is wrong with a definition that is not kept yet. */
    List<Fault> check(String name, JsonObject spec);

    /**
     * Keeps a new definition.
     *
     * @return whether it is kept now; not when there is one of that name already
     * @throws SetupFailure when it cannot be written
     */
    boolean define(String name, JsonObject spec);

    /** Starts or connects to a server that is defined, lists its tools and leaves it again. */
    Probe probe(String name, Duration limit) throws InterruptedException;

    /** What the configuration file says. */
    sealed interface Configuration {
        /** There is none, so the defaults hold. */
        record Missing() implements Configuration {}

        /** It can be used; the warnings are one line each. */
        record Usable(List<String> warnings) implements Configuration {
            public Usable {
                warnings = List.copyOf(warnings);
            }
        }

        /** It cannot be used; one line with the place of each fault. */
        record Broken(String problem) implements Configuration {}
    }

    /**
     * One definition.
     *
     * @param spec what it says under canonical names, secrets included; empty when it cannot be read
     * @param faults what is wrong with it
     */
    record Server(String name, JsonObject spec, List<Fault> faults) {
        public Server {
            faults = List.copyOf(faults);
        }

        public boolean isUsable() {
            return faults.stream().noneMatch(fault -> fault.severity() == Severity.ERROR);
        }
    }

    /** Whether a definition can be used in spite of a fault. */
    enum Severity {
        WARNING,
        ERROR
    }

    /**
     * Something wrong with a definition; never repeats a secret.
     *
     * @param place file, line and column, such as {@code mcpservers/github.yaml:4:8}; empty when it is not kept yet
     * @param field the path of the field; empty for the whole
     */
    record Fault(Severity severity, String place, String field, String message) {
        @Override
        public String toString() {
            return (place.isEmpty() ? "" : place + ": ") + (field.isEmpty() ? "" : field + ": ") + message;
        }
    }

    /** How a short visit to a server ended. */
    sealed interface Probe {
        /** It works. */
        record Works(String serverName, String serverVersion, String revision, Optional<Integer> tools, Duration took)
                implements Probe {}

        /** It wants a login first. */
        record NeedsLogin() implements Probe {}

        /** It does not work; the reason is one line without secrets. */
        record Fails(String reason) implements Probe {}
    }
}
