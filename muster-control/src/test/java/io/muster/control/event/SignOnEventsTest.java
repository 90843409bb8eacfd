package io.muster.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.oauth.SessionId;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SignOnEventsTest {
    private final ManualTime time = new ManualTime();
    private final List<Event> recorded = new ArrayList<>();
    private final SignOnEvents events = new SignOnEvents(new EventRecorder(new ListJournal(recorded), time, "default"));

    private void failed(String session, String backend, LeaseKind kind, FailureClass reason) {
        events.failed(new SessionId(session), backend, kind, reason);
    }

    @Test
    void a_failure_is_an_event_of_the_server_with_its_reason() {
        failed("alice", "k8s", LeaseKind.FORWARD, FailureClass.BACKEND_REFUSED);
        failed("alice", "far", LeaseKind.EXCHANGE, FailureClass.PROVIDER_UNAVAILABLE);

        assertThat(recorded)
                .extracting(event -> event.type() + " " + event.reason() + ": " + event.message())
                .containsExactly(
                        "WARNING MCPServerTokenForwardingFailed: MCPServer k8s: ID token forwarding failed:"
                                + " the server refused the token",
                        "WARNING MCPServerTokenExchangeFailed: MCPServer far: RFC 8693 token exchange failed:"
                                + " the identity provider cannot be reached");
    }

    @Test
    void sessions_that_fail_alike_make_one_event_a_minute() {
        for (int session = 0; session < 200; session++) {
            failed("s" + session, "k8s", LeaseKind.FORWARD, FailureClass.BACKEND_REFUSED);
        }
        failed("s0", "k8s", LeaseKind.FORWARD, FailureClass.AUDIENCE_MISSING);
        failed("s0", "git", LeaseKind.FORWARD, FailureClass.BACKEND_REFUSED);
        assertThat(recorded).hasSize(3);

        time.advance(Duration.ofSeconds(61));
        failed("s0", "k8s", LeaseKind.FORWARD, FailureClass.BACKEND_REFUSED);
        assertThat(recorded).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"NO_SUBJECT", "TOKEN_EXPIRED", "SIGNED_OUT", "PENDING", "ENDED"})
    void a_session_that_waits_for_its_user_is_no_event(FailureClass reason) {
        failed("alice", "k8s", LeaseKind.FORWARD, reason);

        assertThat(recorded).isEmpty();
    }

    @Test
    void a_login_of_the_user_at_a_server_is_no_single_sign_on() {
        failed("alice", "k8s", LeaseKind.SIGN_IN, FailureClass.BACKEND_REFUSED);

        assertThat(recorded).isEmpty();
    }
}
