package io.muster.control.event;

import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.gateway.session.SessionListener;
import io.muster.oauth.SessionId;
import io.muster.wire.log.LogLimiter;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns failures of single sign-on into events of the servers concerned. Events name no session: those that fail alike at
 * one server make one event a minute, however many they are. A session that merely waits for its user to come back is no
 * failure of a server. Thread-safe.
 */
public final class SignOnEvents implements SessionListener {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 10_000;

    private final EventRecorder recorder;
    private final LogLimiter limiter;

    public SignOnEvents(EventRecorder recorder) {
        this.recorder = recorder;
        this.limiter = new LogLimiter(recorder.clock(), PERIOD, MOST_KEYS);
    }

    @Override
    public void failed(SessionId session, String backend, LeaseKind kind, FailureClass reason) {
        event(kind).filter(_ -> isFailure(reason)).ifPresent(event -> {
            var first = limiter.failed(backend + '\n' + kind + '\n' + reason);
            if (first.isPresent()) {
                recorder.record(event, backend, EventDetails.error(reason.text()));
            }
        });
    }

    private static Optional<EventReason> event(LeaseKind kind) {
        return switch (kind) {
            case FORWARD -> Optional.of(EventReason.MCP_SERVER_TOKEN_FORWARDING_FAILED);
            case EXCHANGE -> Optional.of(EventReason.MCP_SERVER_TOKEN_EXCHANGE_FAILED);
            case SIGN_IN -> Optional.empty();
        };
    }

    private static boolean isFailure(FailureClass reason) {
        return switch (reason) {
            case AUDIENCE_MISSING,
                    PROVIDER_REFUSED,
                    SUBJECT_REFUSED,
                    PROVIDER_UNAVAILABLE,
                    BACKEND_REFUSED,
                    BACKEND_UNREACHABLE,
                    CONFIGURATION -> true;
            case NO_SUBJECT, TOKEN_EXPIRED, SIGNED_OUT, PENDING, ENDED -> false;
        };
    }
}
