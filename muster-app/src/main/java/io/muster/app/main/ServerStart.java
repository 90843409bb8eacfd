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
import io.muster.cli.command.ExtraCertificates;
import io.muster.cli.command.ServeOptions;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.outbound.TrustedCertificates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * A server as a command line asks for it: its configuration is read, and it can be opened. What needs the libraries of a
 * server is here and not in {@link MusterProgram}, since the short commands have a class path without them.
 */
record ServerStart(ConfigFile.Loaded loaded, Environment environment) {
    /** @throws CommandFailure when what is asked for cannot be */
    static ServerStart prepare(ServeOptions options, String version) {
        Logging.start(
                LogOptions.of(options.debug(), options.silent(), System.getenv()), System.err, ZoneId::systemDefault);
        Thread.ofPlatform().daemon().name("muster-load-ahead").start(ServerStart::loadAhead);
        try {
            var directory = directory(options.configDirectory());
            var loaded = new ConfigFile(directory).load(document -> FlagOverrides.over(document, options.oauth()));
            return new ServerStart(
                    loaded, environment(directory, trust(options.extraCaFile()), version, options.yolo()));
        } catch (ConfigException e) {
            throw notInitialized(e);
        }
    }

    /** What needs no configuration, on another core while that is read. */
    private static void loadAhead() {
        Objects.requireNonNull(ZoneId.systemDefault());
        new SecureRandom();
        HttpServer.loadAhead();
    }

    /** @throws ConfigException when there is nothing to go by */
    static Path directory(Optional<Path> given) {
        return ConfigDirectory.resolve(given.map(Path::toString).orElse(""), System.getenv());
    }

    static Environment environment(Path directory, TrustedCertificates trust, String version, boolean yolo) {
        return new Environment(
                directory,
                System.getenv(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new SecureRandom(),
                trust,
                version,
                yolo);
    }

    /** Whether clients talk to it on its standard streams. */
    boolean isStdio() {
        return loaded.config().aggregator().transport() == MusterConfig.Transport.STDIO;
    }

    /** @throws CommandFailure when it does not start */
    Muster open() {
        try {
            return Muster.start(loaded, environment);
        } catch (ConfigException | HttpServer.BindFailed e) {
            throw notInitialized(e);
        }
    }

    private static CommandFailure notInitialized(RuntimeException cause) {
        return new CommandFailure("failed to initialize application: " + cause.getMessage(), cause);
    }

    private static TrustedCertificates trust(Optional<Path> file) {
        try {
            return file.map(ExtraCertificates::read).orElse(TrustedCertificates.SYSTEM);
        } catch (CommandFailure e) {
            throw notInitialized(e);
        }
    }
}
