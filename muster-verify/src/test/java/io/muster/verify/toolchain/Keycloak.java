package io.muster.verify.toolchain;

import java.nio.file.Path;
import java.util.List;

/**
 * Keycloak, fetched by Maven from where it has everything else, and prepared to start quickly.
 *
 * @param home the directory with {@code bin} and {@code lib}; nothing is written there once it is prepared
 */
public record Keycloak(Path home) {
    private static final String VERSION = "26.7.0";
    private static final String ARCHIVE = "keycloak-quarkus-dist-" + VERSION + ".tar.gz";

    static Keycloak installed() throws MissingToolException {
        var module = Installation.module();
        var checksum = module.resolve("src/test/keycloak/keycloak.sha256");
        var target = module.resolve("target/keycloak");
        var keycloak = new Keycloak(target.resolve("keycloak-" + VERSION));
        Installation.ensure(
                "Keycloak",
                checksum,
                target,
                List.of(
                        fetch(module, target),
                        Command.in(target, "sha256sum", "--check", "--strict", "--quiet", checksum.toString()),
                        Command.in(target, "tar", "-xzf", ARCHIVE),
                        Command.in(target, "rm", ARCHIVE),
                        keycloak.command(module, "build", "--db=dev-mem", "--cache=local")));
        return keycloak;
    }

    /** Maven itself fetches, because it knows the mirrors and proxies of this machine. */
    private static Command fetch(Path module, Path target) {
        return onThisJdk(Command.in(module, "../mvnw", "-B", "-ntp", "-q", "-pl", ".", "dependency:copy"))
                .with("-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":tar.gz")
                .with("-DoutputDirectory=" + target);
    }

    /** A server with these options, which keeps all that it knows in memory. */
    public Command start(Path directory, String... options) {
        return command(directory, "start", "--optimized").with(options);
    }

    private Command command(Path directory, String... arguments) {
        var script = home.resolve("bin/kc.sh").toString();
        return onThisJdk(Command.in(directory, "sh", script))
                .with(arguments)
                .env("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m")
                .env("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    }

    private static Command onThisJdk(Command command) {
        return command.env("JAVA_HOME", System.getProperty("java.home"));
    }
}
