package io.muster.gateway.session;

import static io.muster.gateway.session.SessionWorld.ALICE;
import static io.muster.gateway.session.SessionWorld.EXCHANGE;
import static io.muster.gateway.session.SessionWorld.FORWARD;
import static io.muster.gateway.session.SessionWorld.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseStatus;
import io.muster.testkit.Eventually;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes over one store. */
class OtherProcessesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SessionWorld here = new SessionWorld();
    private final SessionWorld there = new SessionWorld(Optional.of(here));
    private final List<SessionWorld> both = List.of(here, there);

    @AfterEach
    void close() {
        both.forEach(SessionWorld::close);
    }

    private static Optional<LeaseStatus> status(SessionWorld world, String server) {
        return world.sessions.view(ALICE, server).map(SessionServers.View::status);
    }

    private void signInHere() throws InterruptedException {
        for (var world : both) {
            world.define("jira", SIGN_IN);
            world.servers.server("jira").good.add("signed-in");
            world.request(ALICE, Optional.empty());
        }
        here.signIn(ALICE);
        here.sessions.connect(ALICE, "jira", Deadline.after(HOUR, here.time));
    }

    @Test
    void who_signs_in_at_one_has_the_tools_at_the_other() throws Exception {
        signInHere();

        Eventually.until("the tools are there", () -> there.tools(ALICE).contains("x_jira_read"));
        assertThat(Eventually.next("the news", there.news).tools()).isTrue();
    }

    @Test
    void who_signs_out_at_one_is_signed_out_at_the_other() throws Exception {
        signInHere();
        Eventually.until("the tools are there", () -> there.tools(ALICE).contains("x_jira_read"));

        here.signedIn.clear();
        here.sessions.signOut(ALICE, "jira");

        Eventually.until("the tools are gone", () -> there.tools(ALICE).isEmpty());
        assertThat(status(there, "jira")).contains(LeaseStatus.AUTH_REQUIRED);
        assertThat(there.answer(ALICE, "x_jira_read")).contains("tool not found");
    }

    @Test
    void a_session_that_ends_at_one_has_no_connection_at_the_other() throws Exception {
        for (var world : both) {
            world.define("git", EXCHANGE);
            world.request(ALICE, Optional.of(world.token("alice", HOUR)));
        }
        assertThat(there.sessions.size()).isEqualTo(1);

        here.sessions.ended(ALICE.session());

        Eventually.until("the session is gone", () -> there.sessions.size() == 0);
        assertThat(there.tools(ALICE)).isEmpty();
    }

    /** A notice is a hint: one that is wrong ends nothing. */
    @Test
    void a_session_that_did_not_end_goes_on_with_its_next_request() throws Exception {
        there.define("git", EXCHANGE);
        there.request(ALICE, Optional.of(there.token("alice", HOUR)));

        here.sessions.ended(ALICE.session());
        Eventually.until("the session is gone", () -> there.sessions.size() == 0);
        there.request(ALICE, Optional.of(there.token("alice", HOUR)));

        assertThat(there.tools(ALICE)).containsExactly("x_git_read");
    }

    @Test
    void a_newer_token_of_the_user_heals_the_other_and_the_talk_ends() throws Exception {
        there.define("k8s", FORWARD);
        var refused = there.token("alice", Duration.ofMinutes(5));
        for (var world : both) {
            world.request(ALICE, Optional.of(refused));
        }
        assertThat(status(there, "k8s")).contains(LeaseStatus.REAUTH_REQUIRED);
        var good = there.token("alice", HOUR);
        there.servers.server("k8s").good.add(good.reveal());
        there.renewed = Optional.of(good);

        here.sessions.renewed(ALICE.session(), good);

        Eventually.until("it is connected", () -> status(there, "k8s").equals(Optional.of(LeaseStatus.CONNECTED)));
        assertThat(here.board.told).hasSize(1).first().asString().contains("subject_renewed");
    }

    @Test
    void what_nobody_understands_is_ignored() throws Exception {
        there.define("git", EXCHANGE);
        there.request(ALICE, Optional.of(there.token("alice", HOUR)));

        var stranger = here.board.member();
        stranger.send("{}");
        stranger.send("{\"v\":1,\"type\":\"explode\",\"session\":\"alice-session\"}");
        stranger.send("no json");

        assertThat(there.tools(ALICE)).containsExactly("x_git_read");
    }
}
