package io.muster.valkey;

import org.slf4j.Logger;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Says once that something does without the server, where an operator or we have to do something about it. That the server
 * is away is told by whoever needs an answer of it.
 */
final class Complaint {
    private final Logger log;
    private final String text;
    private volatile boolean made;

    /** @param text what is done without */
    Complaint(Logger log, String text) {
        this.log = log;
        this.text = text;
    }

    void about(RuntimeException cause) {
        var passes = cause instanceof JedisException && !StartFailure.isRefusal(cause);
        (passes || made ? log.atDebug() : log.atWarn()).setCause(cause).log(text);
        made |= !passes;
    }

    /** Nothing is missing now; it would be worth another line. */
    void settled() {
        made = false;
    }
}
