package io.muster.verify.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A foreign program that runs to its end.
 *
 * @param line program and arguments
 * @param directory where it runs
 * @param environment added to ours
 */
public record Command(List<String> line, Path directory, Map<String, String> environment) {
    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    public static Command in(Path directory, String... line) {
        return new Command(List.of(line), directory, Map.of());
    }

    /** What the program wrote, and how it ended. */
    public record Completed(int exitCode, String output, String errors) {}

    public Command with(String... more) {
        var longer = new ArrayList<>(line);
        longer.addAll(List.of(more));
        return new Command(longer, directory, environment);
    }

    /** The same, but the system refuses to let any file grow past 64 KiB (in some shells past 32), as on a full disk. */
    public Command withSmallFiles() {
        var limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 64 && exec \"$@\"", "sh"));
        limited.addAll(line);
        return new Command(limited, directory, environment);
    }

    public Command env(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(line, directory, more);
    }

    public ProcessBuilder builder() {
        var builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs the program; when it does not end in time, it is killed with all that it started. */
    public Completed run(Duration limit) {
        try {
            var output = Files.createTempFile("verify", ".out");
            var errors = Files.createTempFile("verify", ".err");
            try {
                var process = builder()
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                process.getOutputStream().close();
                var inTime = ends(process, limit);
                var completed = new Completed(inTime ? process.exitValue() : -1, text(output), text(errors));
                if (!inTime) {
                    throw new AssertionError(String.join(" ", line) + " did not end within " + limit + "; it wrote:\n"
                            + completed.output() + completed.errors());
                }
                return completed;
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + line.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + line.getFirst() + " ran", e);
        }
    }

    private static boolean ends(Process process, Duration limit) throws InterruptedException {
        var ended = false;
        try {
            ended = process.waitFor(limit);
        } finally {
            if (!ended) {
                var descendants = process.descendants().toList();
                process.destroyForcibly();
                descendants.forEach(ProcessHandle::destroyForcibly);
            }
        }
        return ended;
    }

    /** Foreign programs may write anything. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
