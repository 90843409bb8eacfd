package io.muster.cli.command;

import java.nio.file.Path;

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
     * Is a mock MCP server on standard input and output until the input ends.
     *
     * @throws CommandFailure when the file cannot be used
     */
    void mockServer(Path configuration) throws InterruptedException;

    /**
     * What this build is.
     *
     * @param number the version number
     * @param commit the revision it was built from; empty when unknown
     * @param built when; empty when unknown
     */
    record Version(String number, String commit, String built) {}
}
