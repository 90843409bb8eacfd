package io.muster.gateway.backend;

import io.muster.mcp.client.McpConnector;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** What all backends of a process share. */
record Surroundings(
        McpConnector connector, Scheduler scheduler, InstantSource clock, BackendTimings timings, Executor executor) {

    /**
     * Waits for what others compute, without being able to disturb it.
     *
     * @throws McpTransportException {@code TimedOut} when the deadline passes first
     */
    <T> T await(CompletableFuture<T> future, Deadline deadline) throws InterruptedException {
        if (future.isDone() || deadline.isNone()) {
            return value(future);
        }
        var waiting = future.copy();
        var timer = scheduler.after(
                deadline.left(clock.instant()),
                () -> waiting.completeExceptionally(new McpTransportException(
                        new McpTransportException.Fault.TimedOut(), false, "timed out waiting for the backend")));
        try {
            return value(waiting);
        } finally {
            timer.cancel();
        }
    }

    private static <T> T value(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof McpTransportException transport) {
                    throw new McpTransportException(
                            transport.fault(), transport.mayHaveRun(), messageOf(transport), transport);
                }
            }
            throw new CompletionException(e.getCause());
        }
    }

    private static String messageOf(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? "no answer" : message;
    }
}
