package io.muster.cli.command;

import io.muster.cli.bridge.Bridge;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Monitor;
import io.muster.cli.client.UrlConnectionClient;
import io.muster.wire.time.SystemScheduler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.security.SecureRandom;
import java.time.ZoneId;

/** Runs a bridge or a monitor to its end, with the surroundings of the process. */
record AgentSessions(Shell shell, AgentFlags flags) {
    /** Serves an IDE until it closes standard input. Whatever else would print there is sent to standard error. */
    void bridge(Destination destination) throws InterruptedException {
        System.setOut(System.err);
        var clock = shell.clock();
        try (var scheduler = new SystemScheduler();
                var http = new UrlConnectionClient(scheduler, clock);
                var bridge = new Bridge(
                        shell.program().version().number(),
                        destination,
                        http,
                        flags.limit(),
                        scheduler,
                        clock,
                        new SecureRandom());
                var _ = shell.program().atSignal(bridge::close)) {
            bridge.serve(shell.console().in(), new FileOutputStream(FileDescriptor.out));
        }
    }

    /** Shows what happens until the process is told to stop. */
    void monitor(Destination destination) throws InterruptedException {
        var clock = shell.clock();
        var color = shell.console().hasColor() && !flags.noColor;
        var style = new Monitor.Style(color, flags.verbose, flags.jsonRpc, ZoneId.systemDefault());
        try (var scheduler = new SystemScheduler();
                var http = new UrlConnectionClient(scheduler, clock);
                var monitor = new Monitor(
                        shell.program().version().number(),
                        destination,
                        http,
                        style,
                        shell.console().out(),
                        scheduler,
                        clock,
                        new SecureRandom());
                var _ = shell.program().atSignal(monitor::interrupted)) {
            monitor.run();
        }
    }
}
