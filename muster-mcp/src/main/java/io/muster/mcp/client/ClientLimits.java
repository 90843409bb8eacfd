package io.muster.mcp.client;

import io.muster.mcp.client.process.ChildLimits;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What connections may cost, and how long their side work may take.
 *
 * @param maxMessageBytes limit of one message of a server
 * @param sendBudget for messages that nobody waits for: notifications, cancellations, answers to a server's questions
 * @param closeBudget for telling an HTTP server that its session is over
 * @param firstBackoff wait before a broken notification stream is opened again; doubles with each failure
 * @param maxBackoff limit of that doubling
 * @param child limits of child processes
 * @param inherited which environment variables of this process child processes may see
 */
public record ClientLimits(
        int maxMessageBytes,
        Duration sendBudget,
        Duration closeBudget,
        Duration firstBackoff,
        Duration maxBackoff,
        ChildLimits child,
        Predicate<String> inherited) {
    public static final ClientLimits DEFAULT = new ClientLimits(
            ChildLimits.DEFAULT.maxLineBytes(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            ChildLimits.DEFAULT,
            name -> true);
}
