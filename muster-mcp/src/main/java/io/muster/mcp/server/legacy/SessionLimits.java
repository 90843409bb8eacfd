package io.muster.mcp.server.legacy;

import io.muster.wire.budget.ByteBudget;
import java.time.Duration;

/**
 * What transport sessions may cost.
 *
 * @param idleExpiry after so long without a request, a call in flight or an open stream a session ends
 * @param maxSessions beyond it the session that was idle for longest makes room
 * @param heartbeat interval of signs of life on open streams
 * @param queueSize messages that wait for the client to read; one more is refused
 * @param maxCalls calls in flight per session
 * @param maxQuestions unanswered questions to the client per session
 * @param maxSubscriptions resources that one session listens to
 * @param maxLineBytes one message on stdio; HTTP bodies are bounded by the engine
 * @param memory what sessions keep, shared by all endpoints that have these limits
 */
public record SessionLimits(
        Duration idleExpiry,
        int maxSessions,
        Duration heartbeat,
        int queueSize,
        int maxCalls,
        int maxQuestions,
        int maxSubscriptions,
        int maxLineBytes,
        SessionMemory memory) {

    /** With a memory of their own: an eighth of the heap. */
    public static SessionLimits defaults() {
        return new SessionLimits(
                Duration.ofHours(4),
                10_000,
                Duration.ofSeconds(30),
                100,
                256,
                64,
                1_000,
                16 << 20,
                new SessionMemory(ByteBudget.partOfHeap(8)));
    }

    public SessionLimits withMaxSessions(int sessions) {
        return new SessionLimits(
                idleExpiry,
                sessions,
                heartbeat,
                queueSize,
                maxCalls,
                maxQuestions,
                maxSubscriptions,
                maxLineBytes,
                memory);
    }

    public SessionLimits withMaxCalls(int calls) {
        return new SessionLimits(
                idleExpiry,
                maxSessions,
                heartbeat,
                queueSize,
                calls,
                maxQuestions,
                maxSubscriptions,
                maxLineBytes,
                memory);
    }

    public SessionLimits withMaxLineBytes(int bytes) {
        return new SessionLimits(
                idleExpiry, maxSessions, heartbeat, queueSize, maxCalls, maxQuestions, maxSubscriptions, bytes, memory);
    }

    public SessionLimits withMemory(SessionMemory other) {
        return new SessionLimits(
                idleExpiry,
                maxSessions,
                heartbeat,
                queueSize,
                maxCalls,
                maxQuestions,
                maxSubscriptions,
                maxLineBytes,
                other);
    }
}
