package io.muster.valkey;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program of the server: on the PATH, or from the distribution's package, which is installed if that is possible. */
final class ServerProgram {
    private static final List<String> NAMES = List.of("valkey-server", "redis-server");
    private static final int MINUTES = 5;

    private ServerProgram() {}

    static Optional<Path> found() {
        return Holder.FOUND;
    }

    private static final class Holder {
        private static final Optional<Path> FOUND = find();
    }

    private static Optional<Path> find() {
        return onPath().or(() -> {
            if ("root".equals(System.getProperty("user.name"))
                    && executable("apt-get").isPresent()) {
                System.out.println("Installing a Valkey or Redis server, once ...");
                var installed = run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server")
                        || (run("apt-get", "update", "-qq")
                                && (run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "valkey-server")
                                        || run(
                                                "apt-get",
                                                "install",
                                                "-y",
                                                "-qq",
                                                "--no-install-recommends",
                                                "redis-server")));
                return installed ? onPath() : Optional.empty();
            }
            return Optional.empty();
        });
    }

    private static Optional<Path> onPath() {
        return NAMES.stream().flatMap(name -> executable(name).stream()).findFirst();
    }

    private static Optional<Path> executable(String name) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean run(String... line) {
        try {
            var builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            var process = builder.start();
            try {
                return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
