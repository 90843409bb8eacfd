package io.muster.cli.setup.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be learned from the server at the endpoint. */
public interface RunningServer {
    /** Introduces itself to the server. */
    Contact contact() throws InterruptedException;

    /** What it says about the servers behind it; empty when it does not say. Only after it has answered. */
    Optional<List<Backend>> backends() throws InterruptedException;

    /** Lists the tools of one server at its own endpoint. */
    Visit visit(String name) throws InterruptedException;

    /** The answer to an introduction. */
    sealed interface Contact {
        record Answers(String server, String version, String revision, Duration took) implements Contact {}

        record Silent() implements Contact {}

        record NeedsLogin() implements Contact {}

        record Strange(String problem) implements Contact {}

        /** Nobody knows where it is. */
        record Unknown(String problem) implements Contact {}
    }

    /**
     * One server as the running server sees it.
     *
     * @param state in its words, such as {@code Connected}
     * @param error the last one; may be empty
     */
    record Backend(String name, String state, String error) {}

    /** A visit to one server through the running one. */
    sealed interface Visit {
        record Answered(String revision, Optional<Integer> tools, Duration took) implements Visit {}

        /** It has no endpoint of its own. */
        record NotOffered() implements Visit {}

        record Mute(String problem) implements Visit {}
    }
}
