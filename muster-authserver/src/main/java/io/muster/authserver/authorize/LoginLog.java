package io.muster.authserver.authorize;

import io.muster.oauth.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The story of each login, one line for each step, all with {@code login_ref}: the reference that the person sees. Holds
 * no secrets, states or codes, of URLs the host only, and of names that this server gave to clients the beginning.
 */
final class LoginLog {
    private static final Pattern GIVEN_BY_US = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int SHOWN = 8;

    private final Logger log;
    private final InstantSource clock;

    LoginLog(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** A step that went well. */
    void step(String reference, String text, Map<String, ?> facts) {
        write(Level.INFO, reference, text, facts);
    }

    /** The end of a login that did not go well. */
    void failure(String reference, String text, Map<String, ?> facts) {
        write(Level.WARN, reference, text, facts);
    }

    /** The end of a login because of a fault, whose cause operators need. */
    void fault(String reference, String text, String reason, Throwable cause) {
        log.atWarn()
                .addKeyValue("login_ref", reference)
                .addKeyValue("reason", reason)
                .setCause(cause)
                .log(text);
    }

    long millisSince(Instant began) {
        return Duration.between(began, clock.instant()).toMillis();
    }

    private void write(Level level, String reference, String text, Map<String, ?> facts) {
        var line = log.atLevel(level).addKeyValue("login_ref", reference);
        for (var fact : facts.entrySet()) {
            line = line.addKeyValue(fact.getKey(), shown(fact.getValue()));
        }
        line.log(text);
    }

    /** Of the name of a client that registered itself, the beginning only. */
    private static Object shown(Object fact) {
        return fact instanceof ClientId(var name) && GIVEN_BY_US.matcher(name).matches()
                ? name.substring(0, SHOWN) + "..."
                : fact;
    }
}
