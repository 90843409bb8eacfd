package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.process.ChildCommand;
import io.muster.mcp.client.process.ChildLimits;
import io.muster.mcp.client.process.ChildProcess;
import io.muster.mcp.client.process.SpawnException;
import io.muster.mcp.client.process.Submission;
import io.muster.wire.json.Json;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A child process: one JSON-RPC message per line.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio">Transports, stdio</a>
 */
final class StdioWire implements Wire {
    private final ChildCommand command;
    private final ChildLimits limits;
    private final String mark;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Map<PendingCall, Submission> submissions = new ConcurrentHashMap<>();
    private volatile @Nullable ChildProcess child;

    StdioWire(ChildCommand command, ChildLimits limits, String mark, Scheduler scheduler, InstantSource clock) {
        this.command = command;
        this.limits = limits;
        this.mark = mark;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public void open(Inbox inbox, Deadline deadline) {
        try {
            child = ChildProcess.start(command, limits, mark, new Output(inbox), scheduler, clock);
        } catch (SpawnException e) {
            throw new McpTransportException(new Fault.SpawnFailed(), false, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void request(PendingCall call) {
        submit(call.request(), call::departs)
                .ifPresentOrElse(submission -> submissions.put(call, submission), () -> refuse(call));
    }

    /** A call to a child that is gone fails when its end has been found out, with the reason. */
    private void refuse(PendingCall call) {
        var process = child;
        if (process != null && !process.isInputClosed()) {
            call.fail(notReading());
        }
    }

    @Override
    public void release(PendingCall call) {
        var submission = submissions.remove(call);
        if (submission != null && !call.isAnswered()) {
            submission.withdraw();
        }
    }

    @Override
    public void send(Message message, Deadline deadline) throws InterruptedException {
        var departed = new CompletableFuture<Void>();
        var submission = submit(message, () -> departed.complete(null)).orElseThrow(StdioWire::notReading);
        if (!TimedWait.await(departed, deadline.left(clock.instant()), scheduler) && submission.withdraw()) {
            throw Faults.timedOut(false);
        }
    }

    private Optional<Submission> submit(Message message, Runnable departs) {
        var process = child;
        return process == null ? Optional.empty() : process.send(Json.line(message.json()), departs);
    }

    private static McpTransportException notReading() {
        return new McpTransportException(
                new Fault.TimedOut(), false, "the server does not read its input: too many messages wait for it");
    }

    @Override
    public void agreed(Revision revision) {}

    @Override
    public void listen(Deadline deadline) {}

    @Override
    public void close() {
        var process = child;
        if (process != null) {
            process.close();
        }
    }

    private static final class Output implements ChildProcess.Listener {
        private final Inbox inbox;
        private MessageScanner scanner = new MessageScanner();

        Output(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public void line(byte[] line) {
            if (line.length > 0) {
                inbox.received(line, Optional.empty());
            }
        }

        @Override
        public void part(byte[] bytes, int offset, int length) {
            scanner.scan(bytes, offset, length);
        }

        @Override
        public void partsEnd() {
            inbox.skipped(scanner);
            scanner = new MessageScanner();
        }

        @Override
        public void ended(OptionalInt exitCode, String lastErrors) {
            var stderr = lastErrors.isEmpty() ? "" : "; stderr: " + lastErrors;
            inbox.ended(
                    exitCode.isPresent()
                            ? new McpTransportException(
                                    new Fault.Exited(exitCode.getAsInt()),
                                    true,
                                    "the process exited with code " + exitCode.getAsInt() + stderr)
                            : Faults.broken("the process closed its input or output" + stderr));
        }
    }
}
