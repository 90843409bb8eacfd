package io.muster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process under measurement, and what the kernel says of it (Linux: {@code /proc}). Closing ends it. */
final class Child implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle handle;
    private final List<AutoCloseable> belongings = new ArrayList<>();

    private Child(ProcessHandle handle) {
        this.handle = handle;
    }

    static Child of(Process process) {
        return new Child(process.toHandle());
    }

    /** A process that somebody else started, and will end. */
    static Child observed(long pid) {
        return new Child(
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("there is no process " + pid)));
    }

    /** Closed after the process has ended. */
    Child with(AutoCloseable belonging) {
        belongings.add(belonging);
        return this;
    }

    /**
     * Keeps all threads of the process on some cores; does nothing where the system cannot.
     *
     * @param cores as {@code taskset} names them
     */
    Child pinnedTo(String cores) {
        run("taskset", "-a", "-p", "-c", cores, Long.toString(handle.pid()));
        return this;
    }

    /** CPU seconds so far. */
    double cpuSeconds() {
        return ticks(read("stat")) / TICKS_PER_SECOND;
    }

    /** CPU seconds that its just-in-time compilers have used so far; none of a process that is no JVM. */
    double compilerSeconds() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(handle.pid()), "task"))) {
            return threads.mapToLong(Child::compilerTicks).sum() / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + handle.pid() + " is gone", e);
        }
    }

    private static long compilerTicks(Path thread) {
        try {
            var stat = Files.readString(thread.resolve("stat"));
            return stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler") ? ticks(stat) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static long ticks(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Resident memory in bytes. */
    long residentBytes() {
        var line = read("status")
                .lines()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElse("VmRSS: 0 kB");
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** Asks a JVM to collect its garbage, so that memory can be compared. */
    void collectGarbage() {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(jcmd, Long.toString(handle.pid()), "GC.run");
    }

    @Override
    public void close() throws Exception {
        if (handle.isAlive()) {
            handle.destroy();
            try {
                handle.onExit().get(10, TimeUnit.SECONDS);
            } catch (TimeoutException stubborn) {
                handle.destroyForcibly();
            }
        }
        for (var belonging : belongings) {
            belonging.close();
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + handle.pid() + " is gone", e);
        }
    }

    /** Runs a command to its end; answers whether it could. */
    static boolean run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(Duration.ofSeconds(30)) && process.exitValue() == 0;
        } catch (IOException unavailable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
