package io.muster.valkey;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether all changes on the server are heard of here, and up to when. The proof are beats: changes that this process makes
 * itself. What was changed before a beat is told before it, so that when a beat comes back, everything up to the moment at
 * which it was sent has been heard of, from the same server that it was sent to. That holds for two seconds; a connection that
 * is cut without a sign is believed no longer.
 *
 * <p>A time without a gap is a period. What was read in an earlier one may have changed unheard. Thread-safe.
 */
final class Attention {
    /** How long a change may go unnoticed at most. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    /** No period: changes may go unheard. */
    static final long NONE = 0;

    /** So many beats are sent after the last request. */
    static final int MOST_IDLE = 200;

    /** A beat on its way, and those before it that did not come back. */
    private record Beat(long number, Instant sentAt, int unanswered) {}

    private record Proof(long period, Instant from, Instant until) {
        boolean holds(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    private volatile @Nullable Proof proof;
    private volatile boolean wanted;

    // Guarded by this.
    private @Nullable Beat beat;
    private boolean listening;
    private long beats;
    private long periods;
    private int idle = MOST_IDLE;

    /** The period that lasts now; {@link #NONE} if none does. Asking for it makes it worth to send the next beat. */
    long period(Instant now) {
        if (!wanted) {
            wanted = true;
        }
        var current = proof;
        return current != null && current.holds(now) ? current.period() : NONE;
    }

    /** Whether anybody has asked lately, and changes could be heard of. Asked each time that a beat might be sent. */
    synchronized boolean needsBeat() {
        idle = wanted ? 0 : Math.min(idle + 1, MOST_IDLE);
        wanted = false;
        return listening && idle < MOST_IDLE;
    }

    /** The number of a new beat, which is sent next. */
    synchronized long next(Instant now) {
        beats++;
        beat = new Beat(beats, now, unanswered() + 1);
        return beats;
    }

    /** The server has not got the beat: it is away, which says nothing about the connection that tells. */
    synchronized void unsent() {
        beat = null;
    }

    /** How many beats in a row did not come back. */
    synchronized int unanswered() {
        return beat == null ? 0 : beat.unanswered();
    }

    /** A connection tells from now on. */
    synchronized void listens() {
        listening = true;
        beat = null;
    }

    /** It does not any more. */
    synchronized void lost() {
        listening = false;
        beat = null;
        proof = null;
    }

    /** A beat has come back; only the latest one counts. */
    synchronized void heard(long number, Instant now) {
        var sent = beat;
        if (sent == null || sent.number() != number) {
            return;
        }
        var before = proof;
        var period = before != null && before.holds(now) ? before.period() : ++periods;
        proof = new Proof(period, sent.sentAt(), sent.sentAt().plus(LIMIT));
        beat = null;
    }
}
