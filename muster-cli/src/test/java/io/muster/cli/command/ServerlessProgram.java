package io.muster.cli.command;

import io.muster.cli.setup.Installation;
import java.nio.file.Path;
import java.util.Optional;

/** A program that can say what it is; nothing is to be served. */
class ServerlessProgram implements Program {
    @Override
    public Version version() {
        return new Version("1.2.3", "", "");
    }

    @Override
    public void serve(ServeOptions options) {
        throw new AssertionError("nothing is to be served");
    }

    @Override
    public RunningServer start(ServeOptions options) {
        throw new AssertionError("nothing is to be served");
    }

    @Override
    public void logToStandardError(boolean everything) {}

    @Override
    public AtSignal atSignal(Runnable task) {
        return () -> {};
    }

    @Override
    public void mockServer(Path configuration) {
        throw new AssertionError("nothing is to be served");
    }

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        throw new AssertionError("nothing is to be installed");
    }
}
