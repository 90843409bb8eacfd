package io.muster.app.main;

import io.muster.app.config.ConfigDirectory;
import io.muster.app.config.ConfigException;
import io.muster.app.config.ConfigFile;
import io.muster.app.config.MusterConfig;
import io.muster.app.logging.LogOptions;
import io.muster.app.logging.Logging;
import io.muster.app.wiring.Environment;
import io.muster.app.wiring.Muster;
import io.muster.cli.command.CommandFailure;
import io.muster.cli.command.Program;
import io.muster.cli.command.ServeOptions;
import io.muster.mcp.server.StdioServer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.scenario.mock.MockMcpServer;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.outbound.TrustedCertificates;
import io.muster.wire.time.SystemScheduler;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.InstantSource;
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
        Logging.start(
                LogOptions.of(options.debug(), options.silent(), System.getenv()), System.err, ZoneId.systemDefault());
        refuseOAuth(options.oauth());
        var trust = trust(options.extraCaFile());
        try {
            var directory = ConfigDirectory.resolve(
                    options.configDirectory().map(Path::toString).orElse(""), System.getenv());
            var loaded = new ConfigFile(directory).load();
            var environment = new Environment(
                    directory,
                    System.getenv(),
                    InstantSource.system(),
                    ZoneId.systemDefault(),
                    new SecureRandom(),
                    trust,
                    version.number(),
                    options.yolo());
            run(Muster.start(loaded, environment), loaded.config().aggregator().transport());
        } catch (ConfigException | HttpServer.BindFailed e) {
            throw new CommandFailure("failed to initialize application: " + e.getMessage(), e);
        }
    }

    @Override
    public void mockServer(Path configuration) throws InterruptedException {
        Logging.start(LogOptions.of(false, true, System.getenv()), System.err, ZoneId.systemDefault());
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

    /** Runs until a signal comes, or until standard input ends where that is the transport. */
    private static void run(Muster muster, MusterConfig.Transport transport) throws InterruptedException {
        // A hook that halts is the only portable way to answer SIGTERM with exit code 0.
        var atSignal = new Thread(
                () -> {
                    muster.close();
                    Runtime.getRuntime().halt(0);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(atSignal);
        if (transport == MusterConfig.Transport.STDIO) {
            muster.serve(System.in, System.out);
        } else {
            new CountDownLatch(1).await();
        }
    }

    private static void refuseOAuth(ServeOptions.OAuthFlags flags) {
        if (flags.server() || flags.mcpClient()) {
            throw new CommandFailure("failed to initialize application: this build does not support OAuth yet; leave "
                    + (flags.server() ? "--oauth-server" : "--oauth-mcp-client") + " out");
        }
    }

    private static TrustedCertificates trust(Optional<Path> file) {
        if (file.isEmpty()) {
            return TrustedCertificates.SYSTEM;
        }
        try {
            return TrustedCertificates.parse(Files.readAllBytes(file.get()));
        } catch (IOException | CertificateException e) {
            throw new CommandFailure(
                    "failed to initialize application: install extra CA file: " + file.get() + ": " + reason(e), e);
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
