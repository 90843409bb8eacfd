package io.muster.app.main;

import io.muster.app.config.ConfigException;
import io.muster.app.logging.LogOptions;
import io.muster.app.logging.Logging;
import io.muster.app.wiring.FileInstallation;
import io.muster.cli.command.CommandFailure;
import io.muster.cli.command.Program;
import io.muster.cli.command.ServeOptions;
import io.muster.cli.setup.Installation;
import io.muster.mcp.server.StdioServer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.scenario.mock.MockMcpServer;
import io.muster.wire.outbound.TrustedCertificates;
import io.muster.wire.time.SystemScheduler;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What the commands start. */
final class MusterProgram implements Program {
    private static final long MOCK_LIMIT = 16 << 20;

    private final Version version = BuildVersion.read();

    @Override
    public Version version() {
        return version;
    }

    @Override
    public void serve(ServeOptions options) throws InterruptedException {
        var start = ServerStart.prepare(options, version.number());
        var muster = start.open();
        try (var _ = atSignal(muster::close)) {
            if (start.isStdio()) {
                muster.serve(System.in, System.out);
            } else {
                new CountDownLatch(1).await();
            }
        } finally {
            muster.close();
        }
    }

    @Override
    public RunningServer start(ServeOptions options) {
        var start = ServerStart.prepare(options, version.number());
        if (start.isStdio()) {
            throw new CommandFailure("aggregator.transport is stdio, so that standard input and output are taken; "
                    + "set it to streamable-http, or use: muster serve");
        }
        var muster = start.open();
        return new RunningMuster(muster, atSignal(muster::close));
    }

    @Override
    public void logToStandardError(boolean everything) {
        if (everything || !System.getenv().getOrDefault("MUSTER_LOG_LEVEL", "").isEmpty()) {
            Logging.start(LogOptions.of(everything, false, System.getenv()), System.err, ZoneId::systemDefault);
        }
    }

    @Override
    public AtSignal atSignal(Runnable task) {
        return new ShutdownHook(task);
    }

    @Override
    public void mockServer(Path configuration) throws InterruptedException {
        var name = configuration.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        try (var scheduler = new SystemScheduler()) {
            var server = MockMcpServer.<String>read(name, text(configuration), scheduler);
            new StdioServer<>(server, "anybody", SessionLimits.defaults(), scheduler, new SecureRandom())
                    .serve(System.in, System.out);
        } catch (YamlException e) {
            throw new CommandFailure(configuration + ": " + e.position() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(configuration + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        try {
            return new FileInstallation(ServerStart.environment(
                    ServerStart.directory(configDirectory), TrustedCertificates.SYSTEM, version.number(), false));
        } catch (ConfigException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOCK_LIMIT) {
                throw new CommandFailure(file + ": larger than " + MOCK_LIMIT + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read the mock configuration " + file.toAbsolutePath() + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }
}
