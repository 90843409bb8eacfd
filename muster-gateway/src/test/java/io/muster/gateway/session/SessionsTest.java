package io.muster.gateway.session;

import static io.muster.gateway.session.SessionWorld.ALICE;
import static io.muster.gateway.session.SessionWorld.BOB;
import static io.muster.gateway.session.SessionWorld.EXCHANGE;
import static io.muster.gateway.session.SessionWorld.FORWARD;
import static io.muster.gateway.session.SessionWorld.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.meter.GatewayMeters;
import io.muster.gateway.session.SessionServers.Connecting;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SessionWorld world = new SessionWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Optional<LeaseStatus> status(String server) {
        return world.sessions.view(ALICE, server).map(SessionServers.View::status);
    }

    @Test
    void the_first_request_of_a_session_finds_its_tools() throws Exception {
        world.define("k8s", FORWARD);
        world.define("git", EXCHANGE);
        var token = world.token("alice", HOUR);
        world.servers.server("k8s").good.add(token.reveal());

        world.request(ALICE, Optional.of(token));

        assertThat(world.tools(ALICE)).containsExactly("x_git_read", "x_k8s_read");
        assertThat(world.answer(ALICE, "x_k8s_read")).contains("Bearer " + token.reveal());
        assertThat(world.answer(ALICE, "x_git_read")).contains("Bearer exchanged-1");
    }

    @Test
    void what_one_session_sees_another_does_not() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        world.request(BOB, Optional.empty());

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
        assertThat(world.tools(BOB)).isEmpty();
        assertThat(world.answer(BOB, "x_git_read")).contains("tool not found");
        assertThat(world.sessions.borrow("git", BOB)).hasToString("LoginRequired[reason=SIGNED_OUT]");
    }

    @Test
    void sessions_that_are_offered_the_same_share_a_catalogue() throws Exception {
        world.define("git", EXCHANGE);

        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        world.request(BOB, Optional.of(world.token("bob", HOUR)));

        assertThat(world.catalogs.of(ALICE)).isSameAs(world.catalogs.of(BOB));
    }

    @Test
    void an_answer_that_comes_after_the_end_of_its_session_leaves_nothing_on_record() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.empty());
        Eventually.until("the session was touched", () -> world.journal.changes.get() == 2);
        world.time.advance(Duration.ofSeconds(2));
        world.journal.beforeNext.set(() -> world.sessions.ended(ALICE.session()));

        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        Eventually.until("the answer came", () -> world.journal.written.contains("cap:alice-session"));
        Eventually.until(
                "nothing is left", () -> world.store.all("cap:alice-session").isEmpty());
    }

    @Test
    void a_session_knows_how_many_tools_it_sees_of_a_server() throws Exception {
        world.define("git", EXCHANGE);

        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        assertThat(world.sessions.tools(ALICE, "git")).isEqualTo(1);
        assertThat(world.sessions.tools(BOB, "git")).isZero();
    }

    @Test
    void leases_are_counted_by_server_and_state() throws Exception {
        world.define("git", EXCHANGE);
        world.define("k8s", FORWARD);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        world.request(BOB, Optional.of(world.token("bob", HOUR)));

        var counted = new HashMap<String, Supplier<Map<Map<String, String>, Long>>>();
        new GatewayMeters(new Meters() {
                    @Override
                    public void count(String name, Map<String, String> labels) {}

                    @Override
                    public void observe(String name, Map<String, String> labels, Duration duration) {}

                    @Override
                    public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {
                        counted.put(name, values);
                    }
                })
                .watch(world.sessions);

        assertThat(counted.getOrDefault("muster.auth.leases", Map::of).get())
                .containsOnly(
                        Map.entry(Map.of("server", "git", "state", "connected"), 2L),
                        Map.entry(Map.of("server", "k8s", "state", "reauth_required"), 2L));
    }

    @Test
    void what_fails_in_a_session_is_told() throws Exception {
        world.define("git", EXCHANGE);
        world.providerAnswers = false;

        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        assertThat(world.failures.poll(10, TimeUnit.SECONDS))
                .isEqualTo("alice-session git EXCHANGE PROVIDER_UNAVAILABLE");
    }

    /** Requirement R-3, C2: without a token that proves the user no server hears of the session. */
    @Test
    void without_a_usable_token_nobody_is_asked() throws Exception {
        world.define("k8s", FORWARD);
        world.define("git", EXCHANGE);

        for (int i = 0; i < 100; i++) {
            world.request(ALICE, Optional.empty());
            world.request(ALICE, Optional.of(world.token("alice", Duration.ofSeconds(-1))));
            world.time.advance(Duration.ofSeconds(10));
        }

        assertThat(world.exchanges).hasValue(0);
        assertThat(world.servers.server("k8s").refused).isEmpty();
        assertThat(world.servers.server("k8s").seen).isEmpty();
    }

    /** Requirement R-3, C3: the next valid token heals everything within the same request. */
    @Test
    void a_session_that_gets_a_token_later_has_its_tools_with_that_request() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.empty());
        world.time.advance(Duration.ofSeconds(2));

        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void after_a_restart_a_session_shows_what_it_was_offered_and_connects_when_it_is_used() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        Eventually.until(
                "what is offered is on record",
                () -> new SessionRecords(world.store, HOUR)
                        .of(ALICE.session())
                        .authenticated()
                        .contains("git"));

        try (var restarted = new SessionWorld(Optional.of(world))) {
            restarted.define("git", EXCHANGE);
            restarted.request(ALICE, Optional.of(restarted.token("alice", HOUR)));

            assertThat(restarted.tools(ALICE)).containsExactly("x_git_read");
            assertThat(restarted.answer(ALICE, "x_git_read")).contains("exchanged-1");
        }
    }

    @Test
    void one_server_that_hangs_does_not_hold_the_others_back_and_joins_later() throws Exception {
        world.define("git", EXCHANGE);
        world.define("slow", EXCHANGE);
        var gate = new CountDownLatch(1);
        world.servers.server("slow").gate = gate;
        var first = Thread.ofVirtual().start(() -> {
            try {
                world.request(ALICE, Optional.of(world.token("alice", HOUR)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Eventually.until("the others are there", () -> world.tools(ALICE).contains("x_git_read"));
        Eventually.until("the first request waits", () -> world.time.waiting() > 0 && world.exchanges.get() == 2);

        Eventually.until("the wait is over", () -> {
            world.time.advance(Duration.ofSeconds(1));
            return !first.isAlive();
        });
        assertThat(world.tools(ALICE)).containsExactly("x_git_read");

        gate.countDown();
        Eventually.until("the late one is there", () -> world.tools(ALICE).contains("x_slow_read"));
    }

    @Test
    void a_sign_in_connects_at_once_and_tells_the_clients_of_the_session() throws Exception {
        world.define("jira", SIGN_IN);
        world.servers.server("jira").good.add("signed-in");
        world.request(ALICE, Optional.empty());
        assertThat(status("jira")).contains(LeaseStatus.AUTH_REQUIRED);

        world.signIn(ALICE);
        var connected = world.sessions.connect(ALICE, "jira", Deadline.after(HOUR, world.time));

        assertThat(connected).isInstanceOf(Connecting.Connected.class);
        assertThat(world.tools(ALICE)).containsExactly("x_jira_read");
        assertThat(world.tools(BOB)).isEmpty();
        assertThat(Eventually.next("the news", world.news).tools()).isTrue();
    }

    @Test
    void a_sign_out_hides_the_tools() throws Exception {
        world.define("jira", SIGN_IN);
        world.servers.server("jira").good.add("signed-in");
        world.signIn(ALICE);
        world.sessions.connect(ALICE, "jira", Deadline.after(HOUR, world.time));

        world.sessions.signOut(ALICE, "jira");

        Eventually.until("the tools are hidden", () -> world.tools(ALICE).isEmpty());
        assertThat(status("jira")).contains(LeaseStatus.AUTH_REQUIRED);
    }

    /** A lost subject says nothing about what the user signed in for himself (invariant 6 of the lease). */
    @Test
    void the_loss_of_the_subject_leaves_sign_ins_alone() throws Exception {
        world.define("git", EXCHANGE);
        world.define("jira", SIGN_IN);
        world.servers.server("jira").good.add("signed-in");
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        world.signIn(ALICE);
        world.sessions.connect(ALICE, "jira", Deadline.after(HOUR, world.time));

        world.sessions.unproved(ALICE.session());

        Eventually.until("the other is gone", () -> world.tools(ALICE).equals(java.util.List.of("x_jira_read")));
        assertThat(status("git")).contains(LeaseStatus.REAUTH_REQUIRED);
        assertThat(status("jira")).contains(LeaseStatus.CONNECTED);
    }

    @Test
    void a_call_that_is_refused_is_made_once_more_with_another_token() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        world.servers.server("git").good.clear();

        assertThat(world.answer(ALICE, "x_git_read")).contains("Bearer exchanged-2");
        assertThat(world.servers.server("git").refused).containsExactly("Bearer exchanged-1");
    }

    @Test
    void a_server_that_refuses_every_token_gets_two_requests_and_then_none() throws Exception {
        world.define("k8s", FORWARD);
        var token = world.token("alice", HOUR);
        world.servers.server("k8s").good.add(token.reveal());
        world.request(ALICE, Optional.of(token));
        world.servers.server("k8s").good.clear();

        for (int i = 0; i < 50; i++) {
            assertThat(world.answer(ALICE, "x_k8s_read")).contains("\"isError\":true");
            world.time.advance(Duration.ofSeconds(1));
        }

        assertThat(world.servers.server("k8s").refused.size()).isLessThanOrEqualTo(2);
        assertThat(world.sessions.view(ALICE, "k8s").flatMap(SessionServers.View::reason))
                .contains(FailureClass.BACKEND_REFUSED);
    }

    @Test
    void a_backend_that_lost_the_transport_session_is_connected_again() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        var server = world.servers.server("git");
        server.fault = Optional.of(new Fault.SessionLost());
        var call = Thread.ofVirtual().start(() -> {
            try {
                world.answer(ALICE, "x_git_read");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Eventually.until("the call is refused", () -> !call.isAlive() || world.time.waiting() > 1);
        server.fault = Optional.empty();

        Eventually.until("the next call is answered", () -> {
            world.time.advance(Duration.ofSeconds(1));
            try {
                return world.answer(ALICE, "x_git_read").contains("exchanged");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_tool_that_a_backend_adds_appears_in_the_session() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        var server = world.servers.server("git");

        server.tools.add("write");
        server.clients
                .getFirst()
                .notified(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        world.time.advance(Duration.ofSeconds(1));

        Eventually.until("the tool is there", () -> world.tools(ALICE).contains("x_git_write"));
    }

    @Test
    void lists_that_are_not_answered_are_asked_for_again_until_they_are() throws Exception {
        world.define("git", EXCHANGE);
        var server = world.servers.server("git");
        server.listFault = Optional.of(new Fault.TimedOut());
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        assertThat(status("git")).contains(LeaseStatus.CONNECTED);
        assertThat(world.tools(ALICE)).isEmpty();
        assertThat(world.store.all("cap:alice-session")).isEmpty();

        server.listFault = Optional.empty();

        Eventually.until("the tool is there", () -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.tools(ALICE).contains("x_git_read");
        });
        Eventually.until(
                "it is on record", () -> !world.store.all("cap:alice-session").isEmpty());
    }

    @Test
    void what_changed_while_nobody_listened_is_read_when_the_stream_is_open_again() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        var server = world.servers.server("git");
        Eventually.until("the session listens", () -> server.streams() == 1);

        server.breakStreams();
        Eventually.until("nobody listens", () -> server.streams() == 0);
        server.add("write");

        Eventually.until("the tool is there", () -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.tools(ALICE).contains("x_git_write");
        });
    }

    @Test
    void a_session_on_record_whose_tools_are_not_known_is_connected_with_the_first_request() throws Exception {
        world.define("git", SIGN_IN);
        world.signIn(ALICE);
        world.servers.server("git").good.add("signed-in");
        new SessionRecords(world.store, HOUR).remember(ALICE.session(), "git", true);

        world.request(ALICE, Optional.empty());

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void a_server_that_is_torn_down_while_the_session_is_connected_is_there_with_the_next_request() throws Exception {
        world.define("git", EXCHANGE);
        var token = Optional.of(world.token("alice", HOUR));
        var gate = new CountDownLatch(1);
        world.servers.server("git").gate = gate;
        var first = new FutureTask<Void>(() -> {
            world.request(ALICE, token);
            return null;
        });
        Thread.ofVirtual().start(first);
        Eventually.until("it is being connected", () -> world.exchanges.get() == 1);

        world.sessions.tearDown(ALICE, "git");
        gate.countDown();
        Eventually.result("the first request", first);
        world.request(ALICE, token);

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void a_backend_that_is_defined_anew_has_its_new_name_in_the_session() throws Exception {
        world.define("git", EXCHANGE);
        var token = Optional.of(world.token("alice", HOUR));
        world.request(ALICE, token);
        var spec = SessionWorld.spec("git", EXCHANGE);

        world.backends.become(
                new BackendSpec(
                        "git",
                        spec.endpoint(),
                        spec.access(),
                        new BackendSpec.Naming(Optional.of("code"), Optional.empty()),
                        "",
                        true,
                        spec.timeout()),
                ServiceState.AUTH_REQUIRED);
        world.request(ALICE, token);

        assertThat(world.tools(ALICE)).containsExactly("x_code_read");
    }

    @Test
    void nothing_of_a_session_is_left_when_it_ends() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        world.sessions.ended(ALICE.session());

        Eventually.until(
                "no connection is left",
                () -> world.servers.server("git").clients.isEmpty());
        Eventually.until(
                "nothing is on record",
                () -> new SessionRecords(world.store, HOUR)
                        .of(ALICE.session())
                        .authenticated()
                        .isEmpty());
        assertThat(world.tools(ALICE)).isEmpty();
    }

    /** Sessions that nobody has cared for are taken away in the moment in which somebody has just found one. */
    private void takeAwayWhatIsFoundNext() {
        world.beforeNextLook.set(() -> {
            world.time.advance(HOUR.multipliedBy(2));
            Eventually.until("it is taken away", () -> world.sessions.size() == 0);
        });
    }

    @Test
    void a_session_that_is_taken_away_while_it_is_asked_for_begins_anew() throws Exception {
        world.define("git", EXCHANGE);
        var token = Optional.of(world.token("alice", Duration.ofDays(90)));
        world.request(ALICE, token);
        takeAwayWhatIsFoundNext();

        world.request(ALICE, token);

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void a_client_does_not_attach_to_a_session_that_is_taken_away() throws Exception {
        world.request(ALICE, Optional.empty());
        takeAwayWhatIsFoundNext();
        var before = world.time.instant();

        world.sessions.attached(ALICE, true);

        assertThat(world.time.instant()).as("it was taken away").isAfter(before);
        assertThat(world.sessions.size()).isEqualTo(1);
    }

    @Test
    void what_is_on_record_lasts_as_long_as_the_session_is_used() throws Exception {
        world.define("git", EXCHANGE);
        var token = world.token("alice", Duration.ofDays(90));
        world.request(ALICE, Optional.of(token));

        for (int day = 0; day < 60; day++) {
            world.time.advance(Duration.ofDays(1));
            world.journal.prolonged.clear();
            world.request(ALICE, Optional.of(token));
            Eventually.until(
                    "its life begins anew",
                    () -> world.journal.prolonged.contains(
                            "auth:" + ALICE.session().value()));
        }

        assertThat(new SessionRecords(world.store, Duration.ofDays(30))
                        .of(ALICE.session())
                        .authenticated())
                .contains("git");
    }

    @Test
    void a_removed_backend_is_gone_from_all_sessions() throws Exception {
        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(world.token("alice", HOUR)));

        world.backends.remove("git");

        assertThat(world.tools(ALICE)).isEmpty();
        assertThat(world.redefined).contains("git");
        assertThat(new SessionRecords(world.store, HOUR).of(ALICE.session()).inventories())
                .isEmpty();
        Eventually.until(
                "no connection is left",
                () -> world.servers.server("git").clients.isEmpty());
    }

    @Test
    void a_backend_that_is_defined_later_is_connected_with_the_next_request() throws Exception {
        var token = world.token("alice", HOUR);
        world.request(ALICE, Optional.of(token));

        world.define("git", EXCHANGE);
        world.request(ALICE, Optional.of(token));

        assertThat(world.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void a_server_that_asks_for_a_login_by_itself_belongs_to_sessions() {
        var spec = SessionWorld.spec("open", SIGN_IN);
        world.backends.become(
                new BackendSpec("open", spec.endpoint(), Access.SHARED, spec.naming(), "", true, spec.timeout()),
                ServiceState.AUTH_REQUIRED);

        assertThat(status("open")).contains(LeaseStatus.AUTH_REQUIRED);
        assertThat(world.sessions.isPersonal("open")).isTrue();
        assertThat(world.sessions.isPersonal("shared")).isFalse();
        world.backends.become(FakeBackends.server("shared"), ServiceState.CONNECTED);
        assertThat(world.sessions.view(ALICE, "shared")).isEmpty();
    }
}
