package io.muster.mcp.client.process;

import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process that talks in lines. Its pipes have platform threads of their own, because a blocked read or
 * write of a pipe would hold a carrier of the virtual threads. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
    private static final String MARK = "MUSTER_CHILD";
    private static final long STACK = 256 << 10;

    private final ChildCommand command;
    private final ChildLimits limits;
    private final Scheduler scheduler;
    private final Process process;
    private final ProcessTree tree;
    private final Outbox outbox;
    private final ErrorOutput errors;
    private final CompletableFuture<Void> inputEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> outputEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> errorsEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** Hears a child. */
    public interface Listener extends LineSink {
        /**
         * The child ended or closed its streams; called once, after the last line.
         *
         * @param exitCode empty when the process is still there
         * @param lastErrors the last lines of its standard error
         */
        void ended(OptionalInt exitCode, String lastErrors);
    }

    private ChildProcess(
            ChildCommand command, ChildLimits limits, Scheduler scheduler, InstantSource clock, Started started) {
        this.command = command;
        this.limits = limits;
        this.scheduler = scheduler;
        this.process = started.process();
        this.tree = new ProcessTree(process.toHandle(), started.mark());
        this.outbox = new Outbox(limits.maxQueuedLines(), limits.maxQueuedBytes());
        this.errors = new ErrorOutput(
                command.command(), new Redaction(command.environment().values()), clock);
    }

    private record Started(Process process, String mark) {}

    /**
     * Starts a process.
     *
     * @param mark unique text of letters, digits and dashes, by which descendants are recognised
     * @throws SpawnException when there is no process
     */
    public static ChildProcess start(
            ChildCommand command,
            ChildLimits limits,
            String mark,
            Listener listener,
            Scheduler scheduler,
            InstantSource clock) {
        var child = new ChildProcess(command, limits, scheduler, clock, spawn(command, mark));
        child.run("stdin", () -> child.outbox.drain(child.process.getOutputStream()), child.inputEnded);
        var lines = new LineReader(limits.maxLineBytes(), listener);
        child.run("stdout", () -> lines.drain(child.process.getInputStream()), child.outputEnded);
        var errorLines = new LineReader(4096, child.errors);
        child.run("stderr", () -> errorLines.drain(child.process.getErrorStream()), child.errorsEnded);
        Thread.ofVirtual().name("watch " + command).start(() -> child.watch(listener));
        return child;
    }

    private static Started spawn(ChildCommand command, String mark) {
        var builder = new ProcessBuilder(command.command());
        builder.command().addAll(command.arguments());
        var environment = builder.environment();
        // A child that is a gateway itself starts children with marks of its own: ours has to stay visible in them.
        var outerMark = environment.getOrDefault(MARK, "");
        environment.keySet().removeIf(command.inherited().negate());
        environment.putAll(command.environment());
        environment.put(MARK, outerMark.isEmpty() ? mark : outerMark + "," + mark);
        try {
            return new Started(builder.start(), mark);
        } catch (IOException e) {
            throw SpawnException.of(command.command(), environment.getOrDefault("PATH", ""), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Queues a line without waiting for the child.
     *
     * @param departs run just before the line is written; must not block
     * @return empty when the child does not keep up with reading, or its input is closed
     */
    public Optional<Submission> send(byte[] line, Runnable departs) {
        return outbox.offer(line, departs);
    }

    /** Whether nothing can be sent any more; {@link Listener#ended} follows. */
    public boolean isInputClosed() {
        return outbox.isClosed();
    }

    /**
     * Ends the child and its descendants: closes its input, then SIGTERM, then SIGKILL, with a bounded wait after each.
     * Idempotent; an interrupted caller stops waiting, the ending goes on.
     */
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            Thread.ofVirtual().name("stop " + command).start(this::stop);
        }
        try {
            var total = limits.inputGrace().plus(limits.terminateGrace()).plus(limits.killGrace());
            if (!TimedWait.await(stopped, total.plus(limits.killGrace()), scheduler)) {
                log.atWarn()
                        .addKeyValue("command", command)
                        .addKeyValue("pid", pid())
                        .log("process does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        try {
            tree.look();
            outbox.close();
            if (!ended(limits.inputGrace())) {
                tree.terminate();
                if (!ended(limits.terminateGrace())) {
                    tree.kill();
                    TimedWait.await(tree.ended(), limits.killGrace(), scheduler);
                }
            }
        } catch (InterruptedException e) {
            tree.kill();
        } finally {
            stopped.complete(null);
        }
    }

    /** Waits for the end of all members, those included that were started or orphaned meanwhile. */
    private boolean ended(Duration grace) throws InterruptedException {
        var ended = TimedWait.await(tree.ended(), grace, scheduler);
        tree.look();
        return ended && tree.ended().isDone();
    }

    private void watch(Listener listener) {
        var exit = process.onExit();
        try {
            CompletableFuture.anyOf(exit, outputEnded, inputEnded).join();
            TimedWait.await(CompletableFuture.allOf(exit, outputEnded, errorsEnded), limits.drainGrace(), scheduler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listener.ended(
                    process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue()), errors.tail());
            close();
        }
    }

    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    private void run(String pipe, Pump pump, CompletableFuture<Void> ended) {
        Thread.ofPlatform().daemon().stackSize(STACK).name(pipe + " " + command).start(() -> {
            try {
                pump.run();
            } catch (IOException | InterruptedException e) {
                log.atDebug()
                        .addKeyValue("command", command)
                        .addKeyValue("pipe", pipe)
                        .log("pipe broke: " + e);
            } finally {
                ended.complete(null);
            }
        });
    }
}
