package io.muster.app.main;

import io.muster.app.wiring.Muster;
import io.muster.cli.command.Program;
import java.net.URI;

/** A Muster that serves in the background of a command, until that or the process ends. */
record RunningMuster(Muster muster, Program.AtSignal atSignal) implements Program.RunningServer {
    /** One that listens on all addresses is reached at this machine's own. */
    @Override
    public URI endpoint() {
        var endpoint = URI.create(muster.endpoint());
        return switch (String.valueOf(endpoint.getHost())) {
            case "0.0.0.0", "[::]", "null" -> URI.create("http://localhost:" + muster.port() + endpoint.getRawPath());
            default -> endpoint;
        };
    }

    @Override
    public void close() {
        atSignal.close();
        muster.close();
    }
}
