package io.muster.gateway.backend;

import static io.muster.gateway.backend.FakeServers.httpStatus;
import static io.muster.gateway.backend.FakeServers.local;
import static io.muster.gateway.backend.FakeServers.refused;
import static io.muster.gateway.backend.FakeServers.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Founding requirement R-1b, sentences (5) to (9). */
class FailedBackendsComeBackTest {
    private static final Duration TICK = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final FakeServers servers = new FakeServers();
    private final Backends backends = new Backends(servers, time, time, BackendTimings.defaults(), Runnable::run);

    private BackendStatus status(String name) {
        return backends.find(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void a_backend_that_returns_is_connected_after_its_backoff_plus_at_most_one_tick(int failures) {
        servers.server("a").down(refused());
        backends.apply(remote("a"));
        for (int n = 1; n < failures; n++) {
            time.advance(BackendTimings.defaults().backoff(n).plus(TICK));
        }
        assertThat(status("a").consecutiveFailures()).isEqualTo(failures);

        servers.server("a").up();
        time.advance(Duration.between(time.instant(), status("a").nextRetry().orElseThrow())
                .plus(TICK));

        assertThat(status("a").state()).isEqualTo(ServiceState.CONNECTED);
        assertThat(status("a").inventory().tools()).hasSize(1);
    }

    @Test
    void the_third_failure_in_a_row_is_unreachable_and_delays_double() {
        servers.server("a").down(refused());
        backends.apply(remote("a"));

        for (long seconds : List.of(30, 60, 120, 240, 480, 960, 1800, 1800)) {
            var status = status("a");
            assertThat(Duration.between(
                            status.lastAttempt().orElseThrow(),
                            status.nextRetry().orElseThrow()))
                    .isEqualTo(Duration.ofSeconds(seconds));
            assertThat(status.state())
                    .isEqualTo(status.consecutiveFailures() < 3 ? ServiceState.FAILED : ServiceState.UNREACHABLE);
            time.advance(Duration.ofSeconds(seconds));
        }

        assertThat(status("a").error())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith(
                                "server unreachable after 9 consecutive failures: failed to initialize streamable-http")
                        .endsWith("connection refused"));
    }

    @Test
    void a_success_resets_the_count() {
        servers.server("a").down(refused());
        backends.apply(remote("a"));
        time.advance(Duration.ofMinutes(5));
        servers.server("a").up();
        time.advance(Duration.ofMinutes(10));
        assertThat(status("a").consecutiveFailures()).isZero();

        servers.server("a").down(refused());
        servers.server("a").latest().exit();

        assertThat(status("a").state()).isEqualTo(ServiceState.FAILED);
        assertThat(status("a").consecutiveFailures()).isEqualTo(1);
        assertThat(status("a").nextRetry()).contains(time.instant().plus(TICK));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 505, 507, 508, 509, 511})
    void server_errors_are_tried_again_however_deep_they_are_wrapped(int code) {
        servers.server("a").down(new IllegalStateException("outer", new RuntimeException("middle", httpStatus(code))));

        backends.apply(remote("a"));

        assertThat(status("a").nextRetry()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 408, 429})
    void client_errors_are_not_tried_again(int code) {
        servers.server("a").down(httpStatus(code));
        backends.apply(remote("a"));

        time.advance(Duration.ofHours(6));

        assertThat(status("a").state()).isEqualTo(ServiceState.FAILED);
        assertThat(status("a").nextRetry()).isEmpty();
        assertThat(servers.server("a").connects).hasValue(1);
    }

    @Test
    void a_permanent_failure_clears_the_schedule_of_a_transient_one() {
        servers.server("a").down(refused());
        backends.apply(remote("a"));

        servers.server("a").down(httpStatus(404));
        time.advance(Duration.ofHours(6));

        assertThat(status("a").nextRetry()).isEmpty();
        assertThat(servers.server("a").connects).hasValue(2);
    }

    @Test
    void a_401_wants_a_login_is_not_tried_again_and_forgets_earlier_failures() throws InterruptedException {
        servers.server("a").down(refused());
        backends.apply(remote("a"));
        servers.server("a").down(new McpTransportException(new Fault.Unauthorized(List.of()), false, "401"));

        time.advance(Duration.ofHours(6));

        assertThat(status("a").state()).isEqualTo(ServiceState.AUTH_REQUIRED);
        assertThat(status("a").consecutiveFailures()).isZero();
        assertThat(servers.server("a").connects).hasValue(2);
        assertThat(backends.restart("a")).contains(new Backends.StartOutcome.AuthRequired());
    }

    @Test
    void local_backends_are_tried_again_too_but_not_for_ever() {
        servers.server("a").down(new McpTransportException(new Fault.SpawnFailed(), false, "command not found"));
        backends.apply(local("a"));

        time.advance(Duration.ofHours(24));

        assertThat(servers.server("a").connects).hasValue(BackendTimings.LOCAL_ATTEMPTS);
        assertThat(status("a").state()).isEqualTo(ServiceState.FAILED);
        assertThat(status("a").nextRetry()).isEmpty();
        assertThat(status("a").error())
                .contains("failed to start MCP server: failed to initialize stdio MCP client: command not found");
    }

    @Test
    void a_child_that_exits_fails_at_once_and_comes_back() {
        var heard = new Heard();
        backends.listen(heard);
        backends.apply(local("a"));

        servers.server("a").latest().exit();
        time.advance(TICK.multipliedBy(2));

        assertThat(heard.lines)
                .containsExactly(
                        "starting COMMAND",
                        "running COMMAND",
                        "tools [t]",
                        "failed BACKEND",
                        "tools []",
                        "starting RECOVERY",
                        "running RECOVERY",
                        "tools [t]");
        assertThat(servers.server("a").mostLive).hasValue(1);
        assertThat(status("a").restartCount()).isEqualTo(1);
    }

    @Test
    void five_are_tried_again_at_a_time_the_longest_overdue_first() throws InterruptedException {
        var executor = new Surge();
        var many = new Backends(servers, time, time, BackendTimings.defaults(), executor);
        var gate = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            // None is due at the first tick already: an attempt begun then would time out at the second.
            time.advance(Duration.ofMillis(1));
            servers.server("b" + i).down(refused());
            assertThat(many.start(remote("b" + i))).isInstanceOf(Backends.StartOutcome.Failed.class);
            servers.server("b" + i).hang = Optional.of(gate);
        }

        time.advance(TICK.multipliedBy(2));
        executor.await(busy -> busy == 5 && connects().sum() == 13);

        assertThat(connects()).containsExactly(2, 2, 2, 2, 2, 1, 1, 1);
        gate.countDown();
        executor.await(busy -> busy == 0 && connects().sum() == 16);
        assertThat(connects()).containsOnly(2);
        many.close();
    }

    private IntStream connects() {
        return IntStream.range(0, 8).map(i -> servers.server("b" + i).connects.get());
    }

    @Test
    void on_shutdown_no_new_retry_starts_and_those_in_flight_are_awaited() throws InterruptedException {
        int timers = time.waiting();
        var real = new Backends(servers, time, time, BackendTimings.defaults());
        var heard = new Heard();
        real.listen(heard);
        servers.server("a").down(refused());
        servers.server("b").down(refused());
        real.start(remote("a"));
        real.start(remote("b"));
        real.start(remote("c"));
        real.stop("b");
        servers.server("a").hang = Optional.of(new CountDownLatch(1));
        time.advance(TICK);
        heard.await(ServiceState.CONNECTED);
        heard.await(ServiceState.STARTING);

        real.close();
        time.advance(Duration.ofHours(6));

        assertThat(servers.server("a").connects.get()).isBetween(1, 2);
        assertThat(servers.server("b").connects).hasValue(1);
        assertThat(servers.server("c").live).hasValue(0);
        assertThat(real.all()).allSatisfy(status -> assertThat(status.state()).isEqualTo(ServiceState.DISCONNECTED));
        assertThat(real.start(remote("d"))).isInstanceOf(Backends.StartOutcome.Failed.class);
        assertThat(time.waiting()).isEqualTo(timers);
    }
}
