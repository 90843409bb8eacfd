package io.muster.gateway.lease;

import io.muster.oauth.SessionId;
import io.muster.wire.log.LogLimiter;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of failures of leases: one WARN a minute for each session, server and class, whatever becomes of the objects in
 * between. One for the process; thread-safe.
 */
public final class LeaseLog {
    private static final Logger log = LoggerFactory.getLogger(LeaseLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final int MOST_KEYS = 100_000;

    private final LogLimiter limiter;

    public LeaseLog(InstantSource clock) {
        this.limiter = new LogLimiter(clock, PERIOD, MOST_KEYS);
    }

    void warn(SessionId session, String backend, LeaseFailure failure) {
        var line = limiter.failed(key(session, backend, failure.kind()));
        var level = line.isPresent() ? log.atWarn() : log.atDebug();
        level.addKeyValue("session", session)
                .addKeyValue("backend", backend)
                .addKeyValue("reason", failure.kind().word())
                .addKeyValue("failures", failure.count())
                .addKeyValue("repeated", line.orElse(0))
                .log("no usable credential: {}", failure.kind().text());
    }

    void recovered(SessionId session, String backend, FailureClass kind) {
        limiter.recovered(key(session, backend, kind))
                .ifPresent(failures -> log.atInfo()
                        .addKeyValue("session", session)
                        .addKeyValue("backend", backend)
                        .addKeyValue("reason", kind.word())
                        .addKeyValue("failures", failures)
                        .log("the credential is usable again"));
    }

    private static String key(SessionId session, String backend, FailureClass kind) {
        return session.value() + '\n' + backend + '\n' + kind.word();
    }
}
