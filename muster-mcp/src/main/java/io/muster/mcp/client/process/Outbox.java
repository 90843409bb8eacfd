package io.muster.mcp.client.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait to be written to a child. Whoever adds a line never waits for the child; a line that has not been
 * begun can be taken back.
 */
final class Outbox {
    private final ArrayDeque<Line> waiting = new ArrayDeque<>();
    private final int maxLines;
    private final long maxBytes;
    private long bytes;
    private boolean closed;

    Outbox(int maxLines, long maxBytes) {
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    private final class Line implements Submission {
        private final byte[] content;
        private final Runnable departs;

        Line(byte[] content, Runnable departs) {
            this.content = content;
            this.departs = departs;
        }

        @Override
        public boolean withdraw() {
            synchronized (Outbox.this) {
                var withdrawn = waiting.remove(this);
                bytes -= withdrawn ? content.length : 0;
                return withdrawn;
            }
        }
    }

    /** Adds a line; empty when the child does not keep up with reading, or is gone. */
    synchronized Optional<Submission> offer(byte[] content, Runnable departs) {
        var full = waiting.size() >= maxLines || (!waiting.isEmpty() && bytes + content.length > maxBytes);
        if (closed || full) {
            return Optional.empty();
        }
        var line = new Line(content, departs);
        waiting.add(line);
        bytes += content.length;
        notifyAll();
        return Optional.of(line);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Forgets what waits and lets {@link #drain} close the stream. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
        notifyAll();
    }

    /** Writes lines as they come, and closes the stream in the end. Only here: a close elsewhere waits for a stuck write. */
    void drain(OutputStream out) throws IOException, InterruptedException {
        try (out) {
            for (var line = take(); line != null; line = take()) {
                out.write(line.content);
                out.write('\n');
                out.flush();
            }
        } finally {
            close();
        }
    }

    private synchronized @Nullable Line take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        var line = waiting.poll();
        if (line != null) {
            bytes -= line.content.length;
            line.departs.run();
        }
        return line;
    }
}
