package io.muster.verify.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Packages that are installed once, and again when the list of their versions changed. */
final class Installation {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration PROBE = Duration.ofSeconds(60);

    private Installation() {}

    /** The module's directory. */
    static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    /** Runs the commands, unless the copy that the last run left beside the packages says that all is there. */
    static void ensure(String what, Path versions, Path packages, List<Command> commands) throws MissingToolException {
        try {
            var installed = packages.resolve(".installed");
            if (Files.exists(installed) && Files.mismatch(versions, installed) < 0) {
                return;
            }
            System.out.println("Installing " + what + ", once ...");
            for (var command : commands) {
                var ended = command.run(LIMIT);
                if (ended.exitCode() != 0) {
                    throw new MissingToolException(what + " cannot be installed: " + lastLines(ended));
                }
            }
            Files.writeString(installed, Files.readString(versions));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + what, e);
        }
    }

    /** Installs a package of a Debian system, where the run may do that. */
    static void ofSystem(String what) throws MissingToolException {
        var here = module();
        if (!probe(here, "id", "-u").equals(Optional.of("0"))
                || probe(here, "apt-get", "--version").isEmpty()) {
            throw new MissingToolException(what + " is not installed");
        }
        System.out.println("Installing " + what + ", once ...");
        var apt = Command.in(here, "apt-get", "-qq").env("DEBIAN_FRONTEND", "noninteractive");
        for (var command : List.of(apt.with("update"), apt.with("install", "--no-install-recommends", what))) {
            var ended = command.with("--yes").run(LIMIT);
            if (ended.exitCode() != 0) {
                throw new MissingToolException(what + " cannot be installed: " + lastLines(ended));
            }
        }
    }

    /** What the program answers; empty when there is no such program. */
    static Optional<String> probe(Path directory, String... line) {
        try {
            var ended = Command.in(directory, line).run(PROBE);
            return ended.exitCode() == 0 ? Optional.of(ended.output().strip()) : Optional.empty();
        } catch (UncheckedIOException noSuchProgram) {
            return Optional.empty();
        }
    }

    private static String lastLines(Command.Completed ended) {
        var lines = (ended.output() + "\n" + ended.errors())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }
}
