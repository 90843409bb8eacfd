package io.muster.cli.command;

import io.muster.cli.setup.Installation;
import java.nio.file.Path;
import java.util.Optional;

/** The commands as a process of their own, without a server to start. */
final class AgentProcess implements Program {
    public static void main(String[] args) {
        System.exit(new Commands(new AgentProcess(), Console.ofProcess()).run(args));
    }

    @Override
    public Version version() {
        return new Version("1.2.3", "", "");
    }

    @Override
    public void serve(ServeOptions options) {
        throw new CommandFailure("no server here");
    }

    @Override
    public RunningServer start(ServeOptions options) {
        throw new CommandFailure("no server here");
    }

    @Override
    public void logToStandardError(boolean everything) {}

    @Override
    public AtSignal atSignal(Runnable task) {
        return () -> {};
    }

    @Override
    public void mockServer(Path configuration) {
        throw new CommandFailure("no server here");
    }

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        throw new CommandFailure("no installation here");
    }
}
