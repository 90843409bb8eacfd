package io.muster.app.main;

import io.muster.app.config.ConfigDirectory;
import io.muster.app.config.ConfigException;
import io.muster.app.config.ConfigFile;
import io.muster.app.config.MusterConfig;
import io.muster.app.logging.LogOptions;
import io.muster.app.logging.Logging;
import io.muster.app.wiring.Environment;
import io.muster.app.wiring.FileInstallation;
import io.muster.app.wiring.Muster;
import io.muster.cli.command.CommandFailure;
import io.muster.cli.command.Program;
import io.muster.cli.command.ServeOptions;
import io.muster.cli.setup.Installation;
import io.muster.mcp.server.StdioServer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.scenario.mock.MockMcpServer;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.json.JsonObject;
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
        var loaded = load(options);
        var muster = open(loaded, options);
        try (var _ = atSignal(muster::close)) {
            if (loaded.config().aggregator().transport() == MusterConfig.Transport.STDIO) {
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
        var loaded = load(options);
        if (loaded.config().aggregator().transport() == MusterConfig.Transport.STDIO) {
            throw new CommandFailure("aggregator.transport is stdio, so that standard input and output are taken; "
                    + "set it to streamable-http, or use: muster serve");
        }
        var muster = open(loaded, options);
        return new RunningMuster(muster, atSignal(muster::close));
    }

    @Override
    public void logToStandardError(boolean everything) {
        var silent = !everything
                && System.getenv().getOrDefault("MUSTER_LOG_LEVEL", "").isEmpty();
        Logging.start(LogOptions.of(everything, silent, System.getenv()), System.err, ZoneId.systemDefault());
    }

    @Override
    public AtSignal atSignal(Runnable task) {
        return new ShutdownHook(task);
    }

    private static ConfigFile.Loaded load(ServeOptions options) {
        Logging.start(
                LogOptions.of(options.debug(), options.silent(), System.getenv()), System.err, ZoneId.systemDefault());
        refuseLogins(options.oauth());
        try {
            return new ConfigFile(directory(options.configDirectory()))
                    .load(document -> protectedBy(options.oauth(), document));
        } catch (ConfigException e) {
            throw notInitialized(e);
        }
    }

    private Muster open(ConfigFile.Loaded loaded, ServeOptions options) {
        var environment =
                environment(directory(options.configDirectory()), trust(options.extraCaFile()), options.yolo());
        try {
            return Muster.start(loaded, environment);
        } catch (ConfigException | HttpServer.BindFailed e) {
            throw notInitialized(e);
        }
    }

    private static Path directory(Optional<Path> given) {
        return ConfigDirectory.resolve(given.map(Path::toString).orElse(""), System.getenv());
    }

    private static CommandFailure notInitialized(RuntimeException cause) {
        return new CommandFailure("failed to initialize application: " + cause.getMessage(), cause);
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

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        Logging.start(LogOptions.of(false, true, System.getenv()), System.err, ZoneId.systemDefault());
        try {
            return new FileInstallation(environment(directory(configDirectory), TrustedCertificates.SYSTEM, false));
        } catch (ConfigException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private Environment environment(Path directory, TrustedCertificates trust, boolean yolo) {
        return new Environment(
                directory,
                System.getenv(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new SecureRandom(),
                trust,
                version.number(),
                yolo);
    }

    private static void refuseLogins(ServeOptions.OAuthFlags flags) {
        if (flags.mcpClient()) {
            throw new CommandFailure("failed to initialize application: this build does not log in to MCP servers yet; "
                    + "leave --oauth-mcp-client out");
        }
    }

    /** Lays the flags over what the file says of the authorization server. */
    private static JsonObject protectedBy(ServeOptions.OAuthFlags flags, JsonObject document) {
        var aggregator = document.object("aggregator").orElse(JsonObject.EMPTY);
        var oauth = aggregator.object("oauth").orElse(JsonObject.EMPTY);
        var server = oauth.object("server").orElse(JsonObject.EMPTY);
        if (flags.server()) {
            server = server.with("enabled", true);
        }
        if (flags.serverBaseUrl().isPresent()) {
            server = server.with("baseUrl", flags.serverBaseUrl().get());
        }
        return server.isEmpty()
                ? document
                : document.with("aggregator", aggregator.with("oauth", oauth.with("server", server)));
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
