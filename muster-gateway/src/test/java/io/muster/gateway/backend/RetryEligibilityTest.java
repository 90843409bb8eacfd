package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R-1b (9): eligibility is a separate predicate, tested without a clock. */
class RetryEligibilityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(ServiceState.class)
    void only_failed_and_unreachable_backends_are_due(ServiceState state) {
        var expected = state == ServiceState.FAILED || state == ServiceState.UNREACHABLE;

        assertThat(RetryEligibility.due(status(state, Optional.of(NOW.minusSeconds(1))), NOW))
                .isEqualTo(expected);
    }

    @Test
    void a_backend_is_due_when_its_time_has_come_and_not_before() {
        assertThat(RetryEligibility.due(status(ServiceState.FAILED, Optional.of(NOW)), NOW))
                .isTrue();
        assertThat(RetryEligibility.due(status(ServiceState.FAILED, Optional.of(NOW.plusNanos(1))), NOW))
                .isFalse();
    }

    @Test
    void a_backend_without_a_next_attempt_is_never_due() {
        assertThat(RetryEligibility.due(status(ServiceState.FAILED, Optional.empty()), NOW))
                .isFalse();
    }

    private static BackendStatus status(ServiceState state, Optional<Instant> nextRetry) {
        return new BackendStatus(
                FakeServers.remote("a"),
                state,
                false,
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                nextRetry,
                Optional.empty(),
                Optional.empty(),
                Inventory.EMPTY);
    }
}
