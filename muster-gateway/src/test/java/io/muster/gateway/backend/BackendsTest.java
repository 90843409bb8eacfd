package io.muster.gateway.backend;

import static io.muster.gateway.backend.FakeServers.local;
import static io.muster.gateway.backend.FakeServers.refused;
import static io.muster.gateway.backend.FakeServers.remote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.backend.Backends.Applied;
import io.muster.gateway.backend.Backends.StartOutcome;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.RequestId;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsTest {
    private static final McpCall CALL = new McpCall(Envelope.of(Revision.V2025_11_25), "tools/call", JsonObject.EMPTY);

    private final ManualTime time = new ManualTime();
    private final FakeServers servers = new FakeServers();
    private final Heard heard = new Heard();
    private final Backends backends = new Backends(servers, time, time, BackendTimings.defaults(), Runnable::run);

    private McpOutcome call(Backends where) throws InterruptedException {
        return where.connection("a").orElseThrow().call(CALL, ReplyChannel.NONE, Deadline.NONE);
    }

    private ServiceState state() {
        return backends.find("a").orElseThrow().state();
    }

    private static BackendSpec autoStart(BackendSpec spec, boolean autoStart, String description) {
        return new BackendSpec(
                spec.name(), spec.endpoint(), spec.access(), spec.naming(), description, autoStart, spec.timeout());
    }

    @Test
    void a_definition_is_followed_and_applying_it_again_changes_nothing() {
        assertThat(backends.apply(autoStart(remote("a"), false, ""))).isEqualTo(Applied.NOTHING);
        assertThat(backends.find("a")).isEmpty();
        assertThat(backends.apply(remote("a"))).isEqualTo(Applied.STARTED);
        assertThat(backends.apply(remote("a"))).isEqualTo(Applied.UNCHANGED);
        assertThat(backends.apply(autoStart(remote("a"), true, "new"))).isEqualTo(Applied.RELABELLED);
        assertThat(servers.server("a").connects).hasValue(1);

        assertThat(backends.apply(local("a"))).isEqualTo(Applied.RESTARTED);

        assertThat(state()).isEqualTo(ServiceState.RUNNING);
        assertThat(servers.server("a").mostLive).hasValue(1);
    }

    @Test
    void auto_start_switched_on_starts_what_was_stopped_and_leaves_alone_what_runs() throws InterruptedException {
        backends.start(autoStart(remote("a"), false, ""));
        backends.stop("a");

        assertThat(backends.apply(remote("a"))).isEqualTo(Applied.STARTED);
        assertThat(backends.apply(autoStart(remote("a"), false, ""))).isEqualTo(Applied.RELABELLED);
        assertThat(backends.apply(remote("a"))).isEqualTo(Applied.RELABELLED);
        assertThat(servers.server("a").connects).hasValue(2);
    }

    @Test
    void auto_start_switched_on_starts_what_has_failed_for_good() throws InterruptedException {
        servers.server("a").down(new McpTransportException(new Fault.HttpStatus(404), false, "HTTP 404"));
        backends.start(autoStart(remote("a"), false, ""));
        servers.server("a").up();

        assertThat(backends.apply(remote("a"))).isEqualTo(Applied.STARTED);
        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
    }

    @Test
    void commands_answer_what_they_found() throws InterruptedException {
        assertThat(backends.start(remote("a"))).isEqualTo(new StartOutcome.Started());
        assertThat(backends.start(remote("a"))).isEqualTo(new StartOutcome.AlreadyRunning());
        assertThat(backends.restart("a")).contains(new StartOutcome.Started());
        assertThat(backends.stop("a")).isTrue();
        assertThat(backends.stop("b")).isFalse();
        assertThat(backends.restart("b")).isEmpty();
        assertThat(backends.remove("b")).isFalse();
        assertThat(backends.remove("a")).isTrue();
        assertThat(backends.find("a")).isEmpty();
        assertThat(servers.server("a").live).hasValue(0);
    }

    @Test
    void a_restart_shows_every_state_on_its_way() throws InterruptedException {
        backends.apply(remote("a"));
        backends.listen(heard);

        backends.restart("a");

        assertThat(heard.lines)
                .containsExactly(
                        "connected COMMAND",
                        "tools [t]",
                        "stopping COMMAND",
                        "tools []",
                        "disconnected COMMAND",
                        "starting COMMAND",
                        "connected COMMAND",
                        "tools [t]");
    }

    @Test
    void a_removed_backend_is_announced_last_and_its_name_can_be_used_again() throws InterruptedException {
        backends.listen(heard);
        backends.apply(remote("a"));

        backends.remove("a");
        assertThat(heard.lines.getLast()).isEqualTo("removed");
        backends.apply(remote("a"));

        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
    }

    @Test
    void a_backend_with_an_auth_block_waits_for_logins_whatever_it_would_answer() throws InterruptedException {
        var spec = new BackendSpec(
                "a",
                remote("a").endpoint(),
                new Access.PerSession(JsonObject.of("type", "oauth")),
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ZERO);

        assertThat(backends.start(spec)).isEqualTo(new StartOutcome.AuthRequired());
        time.advance(Duration.ofHours(2));

        assertThat(state()).isEqualTo(ServiceState.AUTH_REQUIRED);
        assertThat(servers.server("a").connects).hasValue(0);
    }

    @Test
    void a_backend_that_owes_two_pings_is_broken_and_reconnected() {
        backends.apply(remote("a"));
        backends.listen(heard);
        servers.server("a").deaf = true;

        time.advance(Duration.ofSeconds(30));
        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
        assertThat(backends.find("a").orElseThrow().health()).isEqualTo("unhealthy");
        time.advance(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo(ServiceState.FAILED);
        servers.server("a").deaf = false;
        time.advance(Duration.ofSeconds(60));

        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
        assertThat(backends.find("a").orElseThrow().health()).isEqualTo("healthy");
        assertThat(heard.lines).containsOnlyOnce("unhealthy").contains("failed BACKEND", "connected RECOVERY");
    }

    @Test
    void one_lost_ping_is_forgiven() {
        backends.apply(remote("a"));
        servers.server("a").deaf = true;
        time.advance(Duration.ofSeconds(30));
        servers.server("a").deaf = false;
        time.advance(Duration.ofMinutes(10));
        servers.server("a").deaf = true;
        time.advance(Duration.ofSeconds(30));

        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
        assertThat(servers.server("a").connects).hasValue(1);
    }

    @Test
    void a_failed_call_makes_the_backend_be_pinged_and_does_not_break_it() {
        backends.apply(remote("a"));
        servers.server("a").answer = (_, _) -> {
            throw new McpTransportException(new Fault.Network(OutboundException.Kind.BROKEN), true, "broken");
        };

        assertThatThrownBy(() -> call(backends)).isInstanceOf(McpTransportException.class);

        assertThat(servers.server("a").calls).endsWith("tools/call", "ping");
        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
    }

    @Test
    void an_exit_in_mid_call_fails_that_call_and_the_backend_at_once() {
        backends.apply(local("a"));
        servers.server("a").answer = (_, client) -> {
            client.exit();
            throw new McpTransportException(new Fault.Exited(137), true, "process exited");
        };

        assertThatThrownBy(() -> call(backends)).isInstanceOf(McpTransportException.class);

        assertThat(state()).isEqualTo(ServiceState.FAILED);
        assertThat(backends.connection("a")).isEmpty();
        assertThat(servers.server("a").live).hasValue(0);
    }

    @Test
    void fifty_callers_that_lose_the_session_share_one_new_one() throws Exception {
        var real = new Backends(servers, time, time, BackendTimings.defaults());
        real.start(remote("a"));
        var all = new CountDownLatch(50);
        var first = servers.server("a").latest();
        servers.server("a").answer = (_, client) -> {
            if (client != first) {
                return new McpOutcome.Complete(JsonObject.EMPTY);
            }
            all.countDown();
            all.await();
            throw new McpTransportException(new Fault.SessionLost(), false, "session terminated");
        };

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = Collections.nCopies(50, (java.util.concurrent.Callable<McpOutcome>) () -> call(real));
            for (var answer : callers.invokeAll(calls)) {
                assertThat(answer.get()).isInstanceOf(McpOutcome.Complete.class);
            }
        }

        assertThat(servers.server("a").connects).hasValue(2);
        assertThat(servers.server("a").mostLive).hasValue(1);
        assertThat(real.find("a").orElseThrow().state()).isEqualTo(ServiceState.CONNECTED);
        real.close();
    }

    @Test
    void who_reads_that_it_is_connected_finds_what_follows_from_it() throws InterruptedException {
        var read = new ArrayList<String>();
        backends.listen(new BackendListener() {
            @Override
            public void transitioned(Transition transition) {
                read.add(transition.status().state().word() + " while "
                        + (backends.find("a").isPresent() ? state().word() : "absent")
                        + (backends.connection("a").isPresent() ? ", to be called" : ""));
            }

            @Override
            public void published(String name) {
                read.add("now " + state().word());
            }
        });

        backends.apply(remote("a"));
        backends.remove("a");

        assertThat(read)
                .containsExactly(
                        "starting while starting",
                        "now starting",
                        "connected while starting, to be called",
                        "now connected",
                        "stopping while stopping",
                        "now stopping",
                        "disconnected while disconnected",
                        "now disconnected");
    }

    @Test
    void a_call_that_may_have_run_is_not_repeated_but_the_session_is_renewed() {
        backends.apply(remote("a"));
        servers.server("a").answer = (_, _) -> {
            throw new McpTransportException(new Fault.SessionLost(), true, "session terminated");
        };

        assertThatThrownBy(() -> call(backends)).isInstanceOf(McpTransportException.class);

        assertThat(servers.server("a").calls.stream().filter("tools/call"::equals))
                .hasSize(1);
        assertThat(servers.server("a").connects).hasValue(2);
        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
    }

    @Test
    void a_changed_list_is_read_once_and_told_only_if_it_differs() {
        backends.apply(remote("a"));
        backends.listen(heard);
        var server = servers.server("a");
        var news = Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY);

        server.latest().listener.notified(news);
        time.advance(Duration.ofSeconds(1));
        server.tools.add("u");
        server.latest().listener.notified(news);
        server.latest().listener.notified(news);
        time.advance(Duration.ofSeconds(1));

        assertThat(server.calls.stream().filter("tools/list"::equals)).hasSize(3);
        assertThat(heard.lines).containsExactly("connected COMMAND", "tools [t]", "tools [t, u]");
    }

    @Test
    void a_backend_that_has_news_after_each_reading_is_read_more_and_more_rarely_until_it_is_quiet() {
        backends.apply(remote("a"));
        var server = servers.server("a");
        var listener = server.latest().listener;
        var news = Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY);
        server.restless = true;

        listener.notified(news);
        time.advance(Duration.ofSeconds(30));
        var restless = readings(server);
        server.restless = false;
        time.advance(Duration.ofSeconds(10));
        var settled = readings(server);
        listener.notified(news);
        time.advance(Duration.ofMillis(50));

        assertThat(restless).isBetween(10L, 15L);
        assertThat(readings(server)).isEqualTo(settled + 1);
    }

    private static long readings(FakeServers.FakeServer server) {
        return server.calls.stream().filter("tools/list"::equals).count();
    }

    @Test
    void notifications_too_large_to_wait_together_are_dropped() {
        var held = new ArrayDeque<Runnable>();
        var slow = new Backends(servers, time, time, BackendTimings.defaults(), held::add);
        var passed = new AtomicInteger();
        slow.listen(new BackendListener() {
            @Override
            public void notified(String name, Message.Notification notification) {
                passed.incrementAndGet();
            }
        });
        slow.apply(remote("a"));
        runAll(held);
        var large = Message.Notification.of("notifications/message", JsonObject.of("data", "x".repeat(5 << 20)));

        for (int i = 0; i < 3; i++) {
            servers.server("a").latest().listener.notified(large);
        }
        runAll(held);
        servers.server("a").latest().listener.notified(large);
        runAll(held);

        assertThat(passed).hasValue(2);
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void a_list_that_cannot_be_read_again_stays_as_it_was() {
        backends.apply(remote("a"));
        servers.server("a").deaf = true;

        servers.server("a")
                .latest()
                .listener
                .notified(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        time.advance(Duration.ofSeconds(1));

        assertThat(backends.find("a").orElseThrow().inventory().tools()).hasSize(1);
    }

    @Test
    void a_list_that_was_not_answered_at_first_is_read_again() {
        servers.server("a").deaf = true;
        backends.apply(remote("a"));
        var incomplete = backends.find("a").orElseThrow();

        servers.server("a").deaf = false;
        time.advance(Duration.ofSeconds(31));

        assertThat(incomplete.state()).isEqualTo(ServiceState.CONNECTED);
        assertThat(incomplete.inventory().tools()).isEmpty();
        assertThat(incomplete.error())
                .hasValueSatisfying(error -> assertThat(error).contains("failed to list tools"));
        assertThat(backends.find("a").orElseThrow().inventory().tools()).hasSize(1);
        assertThat(backends.find("a").orElseThrow().error()).isEmpty();
    }

    @Test
    void stopping_cancels_a_start_under_way() throws Exception {
        var real = new Backends(servers, time, time, BackendTimings.defaults());
        real.listen(heard);
        servers.server("a").hang = Optional.of(new CountDownLatch(1));
        real.apply(remote("a"));
        heard.await(ServiceState.STARTING);

        assertThat(real.stop("a")).isTrue();

        assertThat(real.find("a").orElseThrow().state()).isEqualTo(ServiceState.DISCONNECTED);
        assertThat(real.find("a").orElseThrow().nextRetry()).isEmpty();
        real.close();
    }

    @Test
    void a_connect_that_hangs_fails_when_its_time_is_up() throws Exception {
        var real = new Backends(servers, time, time, BackendTimings.defaults());
        real.listen(heard);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        servers.server("a").hang = Optional.of(new CountDownLatch(1));
        var outcome = executor.submit(() -> real.start(local("a")));
        Eventually.until(
                "a connect is under way", () -> servers.server("a").connects.get() > 0);

        time.advance(Duration.ofSeconds(30));

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        StartOutcome.Failed.class,
                        failed -> assertThat(failed.error()).contains("timed out"));
        real.close();
        executor.close();
    }

    @ParameterizedTest
    @CsvSource({"20,20,no answer within 20s", "0,300,no answer within 5m0s"})
    void a_call_has_the_time_that_its_definition_grants(long timeout, long granted, String message) {
        var spec = remote("a");
        backends.apply(new BackendSpec(
                spec.name(), spec.endpoint(), spec.access(), spec.naming(), "", true, Duration.ofSeconds(timeout)));
        servers.server("a").deaf = true;

        assertThatThrownBy(() -> call(backends))
                .isInstanceOfSatisfying(McpTransportException.class, failure -> {
                    assertThat(failure.fault()).isInstanceOf(Fault.TimedOut.class);
                    assertThat(failure.mayHaveRun()).isTrue();
                })
                .hasMessage(message);
        assertThat(servers.server("a").deadlines)
                .contains(Deadline.after(Duration.ofSeconds(granted), time))
                .doesNotContain(Deadline.NONE);
    }

    @Test
    void a_deadline_of_the_caller_that_comes_first_keeps_its_own_text() {
        backends.apply(remote("a"));
        servers.server("a").deaf = true;
        var deadline = Deadline.after(Duration.ofSeconds(3), time);

        assertThatThrownBy(() -> backends.connection("a").orElseThrow().call(CALL, ReplyChannel.NONE, deadline))
                .hasMessage("timed out");
        assertThat(servers.server("a").deadlines).contains(deadline);
    }

    @Test
    void starts_at_the_same_time_join() throws Exception {
        var real = new Backends(servers, time, time, BackendTimings.defaults());
        var gate = new CountDownLatch(1);
        servers.server("a").hang = Optional.of(gate);
        real.listen(heard);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = callers.submit(() -> real.start(remote("a")));
            var two = callers.submit(() -> real.start(remote("a")));
            heard.await(ServiceState.STARTING);
            gate.countDown();
            assertThat(one.get()).isInstanceOfAny(StartOutcome.Started.class, StartOutcome.AlreadyRunning.class);
            assertThat(two.get()).isInstanceOfAny(StartOutcome.Started.class, StartOutcome.AlreadyRunning.class);
        }

        assertThat(servers.server("a").connects).hasValue(1);
        real.close();
    }

    @Test
    void a_watched_resource_is_counted_and_watched_again_after_a_reconnect() throws InterruptedException {
        backends.apply(remote("a"));
        var calls = servers.server("a").calls;

        backends.subscribe("a", "x:1", Deadline.NONE);
        backends.subscribe("a", "x:1", Deadline.NONE);
        backends.unsubscribe("a", "x:1", Deadline.NONE);
        backends.restart("a");
        backends.unsubscribe("a", "x:1", Deadline.NONE);
        backends.unsubscribe("a", "x:1", Deadline.NONE);

        assertThat(calls.stream().filter(method -> method.startsWith("resources/")))
                .containsExactly("resources/subscribe", "resources/subscribe", "resources/unsubscribe");
    }

    @Test
    void questions_outside_of_calls_are_answered_by_the_gateway() throws InterruptedException {
        backends.apply(remote("a"));
        var listener = servers.server("a").latest().listener;

        assertThat(listener.asked(Message.Request.of(RequestId.of(1), "ping", JsonObject.EMPTY)))
                .isEqualTo(new McpOutcome.Complete(JsonObject.EMPTY));
        assertThat(listener.asked(Message.Request.of(RequestId.of(2), "roots/list", JsonObject.EMPTY)))
                .isInstanceOfSatisfying(
                        McpOutcome.Complete.class,
                        complete ->
                                assertThat(complete.result().values("roots")).isEmpty());
        assertThat(listener.asked(Message.Request.of(RequestId.of(3), "sampling/createMessage", JsonObject.EMPTY)))
                .isInstanceOf(McpOutcome.Failed.class);
    }

    @Test
    void what_a_former_connection_says_is_not_heard() throws InterruptedException {
        backends.apply(remote("a"));
        var former = servers.server("a").latest();
        backends.restart("a");

        former.exit();

        assertThat(state()).isEqualTo(ServiceState.CONNECTED);
        servers.server("a").down(refused());
        servers.server("a").latest().exit();
        assertThat(state()).isEqualTo(ServiceState.FAILED);
    }
}
