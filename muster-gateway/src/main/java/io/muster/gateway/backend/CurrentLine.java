package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendState.Active;
import io.muster.gateway.backend.BackendState.Renewing;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The connection of a backend as callers find it: there, awaited, or absent. Changed by the mailbox only. */
final class CurrentLine {
    private volatile CompletableFuture<OpenLine> present = CompletableFuture.failedFuture(notConnected());
    private volatile @Nullable OpenLine latest;

    /** Takes the line of an attempt that has just become the active one. */
    void opened(OpenLine line) {
        var awaited = present;
        latest = line;
        present = CompletableFuture.completedFuture(line);
        awaited.complete(line);
    }

    /** Callers wait for a new session; where there is none to come, they learn it at once. */
    void follow(BackendState state) {
        var current = present;
        switch (state) {
            case Active _ -> {}
            case Renewing _ -> {
                if (current.isDone()) {
                    present = new CompletableFuture<>();
                }
            }
            default -> {
                if (!current.isCompletedExceptionally()) {
                    present = CompletableFuture.failedFuture(notConnected());
                    current.completeExceptionally(notConnected());
                }
            }
        }
    }

    /** Whether there is a line, or one is awaited. */
    boolean isPresent() {
        return !present.isCompletedExceptionally();
    }

    CompletableFuture<OpenLine> present() {
        return present;
    }

    Optional<OpenLine> ifOpen() {
        var current = present;
        return current.isDone() && !current.isCompletedExceptionally() ? Optional.of(current.join()) : Optional.empty();
    }

    /** The line now or, while a session is replaced, the one before. */
    OpenLine latest() {
        var line = latest;
        if (line == null) {
            throw notConnected();
        }
        return line;
    }

    private static McpTransportException notConnected() {
        return new McpTransportException(new Fault.Closed(), false, "client not connected");
    }
}
