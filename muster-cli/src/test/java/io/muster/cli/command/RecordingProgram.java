package io.muster.cli.command;

import io.muster.cli.setup.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program that only remembers what it was told to start. */
final class RecordingProgram extends ServerlessProgram {
    private final List<ServeOptions> served = new ArrayList<>();
    private Optional<CommandFailure> failure = Optional.empty();

    List<ServeOptions> served() {
        return served;
    }

    void fail(CommandFailure cause) {
        failure = Optional.of(cause);
    }

    @Override
    public Version version() {
        return new Version("1.2.3", "abc", "today");
    }

    @Override
    public void serve(ServeOptions options) {
        failure.ifPresent(cause -> {
            throw cause;
        });
        served.add(options);
    }

    @Override
    public RunningServer start(ServeOptions options) {
        throw new CommandFailure("port 8090 is taken");
    }

    @Override
    public void mockServer(Path configuration) {}

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        throw new CommandFailure("there is no installation");
    }
}
