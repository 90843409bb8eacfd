package io.muster.mcp.client.process;

import java.time.Duration;

/**
 * What a child may cost, and how long it may take to end.
 *
 * @param maxLineBytes a longer line of its output is not kept
 * @param maxQueuedLines lines that may wait for it to read its input
 * @param maxQueuedBytes bytes of those lines; one line is always accepted
 * @param inputGrace how long it may take to end after its input was closed
 * @param terminateGrace how long it may take to end after SIGTERM
 * @param killGrace how long the system may take to end it after SIGKILL
 * @param drainGrace how long what it wrote last may take to arrive after it ended
 */
public record ChildLimits(
        int maxLineBytes,
        int maxQueuedLines,
        long maxQueuedBytes,
        Duration inputGrace,
        Duration terminateGrace,
        Duration killGrace,
        Duration drainGrace) {
    public static final ChildLimits DEFAULT = new ChildLimits(
            16 << 20,
            1024,
            64L << 20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1));
}
