package io.muster.cli.command;

import io.muster.cli.setup.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What commands start; supplied by the composition root, which alone knows how. */
public interface Program {
    Version version();

    /**
     * Serves until the process is told to stop.
     *
     * @throws CommandFailure when it cannot start
     */
    void serve(ServeOptions options) throws InterruptedException;

    /**
     * Serves in the background.
     *
     * @throws CommandFailure when it cannot start, or when what it would serve is not behind a URL
     */
    RunningServer start(ServeOptions options);

    /** Sends the log of this program to standard error: everything, or only what the environment asks for. */
    void logToStandardError(boolean everything);

    /** Runs the task when the process is told to stop, which ends it with success then. */
    AtSignal atSignal(Runnable task);

    /**
     * Is a mock MCP server on standard input and output until the input ends.
     *
     * @throws CommandFailure when the file cannot be used
     */
    void mockServer(Path configuration) throws InterruptedException;

    /** A server in this process. */
    interface RunningServer extends AutoCloseable {
        /** Where clients of this machine connect. */
        URI endpoint();

        @Override
        void close();
    }

    /** A task for the end of the process; closing it means that it is no longer needed. */
    interface AtSignal extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What is set up in a configuration directory.
     *
     * @param configDirectory the directory, when given; else the usual one
     * @throws CommandFailure when there is nothing to go by
     */
    Installation installation(Optional<Path> configDirectory);

    /**
     * What this build is.
     *
     * @param number the version number
     * @param commit the revision it was built from; empty when unknown
     * @param built when; empty when unknown
     */
    record Version(String number, String commit, String built) {}
}
