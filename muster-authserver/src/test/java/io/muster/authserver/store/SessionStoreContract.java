package io.muster.authserver.store;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.BOB;
import static io.muster.authserver.store.Fixtures.EDITOR;
import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REFRESH_LASTS;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.TERMINAL;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStore.Rotation;
import io.muster.oauth.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link SessionStore} promises. */
public abstract class SessionStoreContract extends StoreContract {
    @Test
    void a_session_begins_with_a_pair_of_tokens_that_say_what_was_granted() {
        var session = begin("s1", "a0", "r0");

        assertThat(sessions().access(hash("a0"), now())).contains(access("a0", session, 0, now()));
        assertThat(sessions().refresh(hash("r0"), now()))
                .isEqualTo(new RefreshState.Live(refresh("r0", session, 0, now()), session));
        assertThat(sessions().find(session.id(), now())).contains(session);
    }

    @Test
    void what_was_never_issued_is_unknown() {
        begin("s1", "a0", "r0");

        assertThat(sessions().access(hash("r0"), now())).isEmpty();
        assertThat(sessions().refresh(hash("a0"), now())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(sessions().find(new SessionId("s2"), now())).isEmpty();
        assertThat(rotate("a0", "a1", "r1", 1, session("s1", now()))).isEqualTo(Rotation.LOST);
    }

    @Test
    void an_access_token_ends_at_its_expiry() {
        begin("s1", "a0", "r0");

        time.advance(Fixtures.ACCESS_LASTS.minusSeconds(1));
        assertThat(sessions().access(hash("a0"), now())).isPresent();

        time.advance(Duration.ofSeconds(1));
        assertThat(sessions().access(hash("a0"), now())).isEmpty();
        assertThat(sessions().refresh(hash("r0"), now())).isInstanceOf(RefreshState.Live.class);
    }

    @Test
    void a_session_that_nobody_refreshes_expires() {
        var session = begin("s1", "a0", "r0");

        time.advance(REFRESH_LASTS);

        assertThat(sessions().refresh(hash("r0"), now())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(rotate("r0", "a1", "r1", 1, session)).isEqualTo(Rotation.LOST);
        assertThat(sessions().of(ALICE, now())).isEmpty();
        assertThat(sessions().end(session.id(), now(), now().plus(REMEMBERED))).isEmpty();
    }

    @Test
    void rotation_replaces_the_pair_and_prolongs_the_session() {
        var session = begin("s1", "a0", "r0");
        time.advance(Duration.ofMinutes(20));

        assertThat(rotate("r0", "a1", "r1", 1, session)).isEqualTo(Rotation.ROTATED);

        var rotated = session.rotated(now().plus(REFRESH_LASTS));
        assertThat(sessions().find(session.id(), now())).contains(rotated);
        assertThat(sessions().access(hash("a1"), now())).contains(access("a1", session, 1, now()));
        assertThat(sessions().access(hash("a0"), now())).as("until it expires").isPresent();
        assertThat(sessions().refresh(hash("r1"), now()))
                .isEqualTo(new RefreshState.Live(refresh("r1", session, 1, now()), rotated));
    }

    @Test
    void a_used_refresh_token_offers_its_successor_during_the_grace() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);

        assertThat(successor("r0")).contains("pair of r1");
        letGracePass("r0");
        assertThat(successor("r0")).isEmpty();
    }

    @Test
    void a_used_refresh_token_offers_no_successor_that_was_used_itself() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);
        rotate("r1", "a2", "r2", 2, session);

        assertThat(successor("r0")).isEmpty();
        assertThat(successor("r1")).contains("pair of r2");
    }

    @Test
    void a_used_refresh_token_cannot_be_used_again() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);

        assertThat(rotate("r0", "a2", "r2", 1, session)).isEqualTo(Rotation.LOST);
        assertThat(sessions().access(hash("a2"), now())).isEmpty();
        assertThat(sessions().refresh(hash("r2"), now())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(sessions().find(session.id(), now()).map(LoginSession::generation))
                .contains(1L);
    }

    @Test
    void a_rotation_may_be_repeated_by_who_did_not_learn_its_outcome() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);

        assertThat(rotate("r0", "a1", "r1", 1, session)).isEqualTo(Rotation.ROTATED);
        assertThat(sessions().find(session.id(), now()).map(LoginSession::generation))
                .contains(1L);
    }

    @Test
    void a_start_that_is_repeated_does_not_revive_a_used_token() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);

        begin("s1", "a0", "r0");

        assertThat(sessions().refresh(hash("r0"), now())).isInstanceOf(RefreshState.Spent.class);
        assertThat(sessions().refresh(hash("r1"), now())).isInstanceOf(RefreshState.Live.class);
    }

    @Test
    void of_a_thousand_simultaneous_rotations_of_one_token_one_succeeds() throws Exception {
        var session = begin("s1", "a0", "r0");

        var outcomes = Race.of(1_000, i -> rotate("r0", "a1-" + i, "r1-" + i, 1, session));

        assertThat(outcomes).filteredOn(Rotation.ROTATED::equals).hasSize(1);
        var winner = outcomes.indexOf(Rotation.ROTATED);
        assertThat(successor("r0")).contains("pair of r1-" + winner);
        assertThat(sessions().refresh(hash("r1-" + winner), now())).isInstanceOf(RefreshState.Live.class);
        assertThat(sessions().access(hash("a1-" + (winner == 0 ? 1 : 0)), now()))
                .isEmpty();
    }

    @Test
    void of_rotation_and_end_at_the_same_moment_nothing_survives() throws Exception {
        for (int round = 0; round < 20; round++) {
            var number = round;
            var session = begin("race" + round, "a0" + round, "r0" + round);

            Race.of(
                    8,
                    i -> i == 4
                            ? sessions().end(session.id(), now(), now().plus(REMEMBERED))
                            : rotate("r0" + number, "a1" + number + i, "r1" + number + i, 1, session));

            for (int i = 0; i < 8; i++) {
                assertThat(sessions().access(hash("a1" + round + i), now())).isEmpty();
                assertThat(sessions().refresh(hash("r1" + round + i), now())).isNotInstanceOf(RefreshState.Live.class);
            }
        }
    }

    @Test
    void the_end_of_a_session_stops_all_its_tokens_at_once() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);
        var other = begin("s2", "b0", "q0");

        var ended = sessions().end(session.id(), now(), now().plus(REMEMBERED));

        assertThat(ended.flatMap(LoginSession::endedAt)).contains(now());
        assertThat(sessions().find(session.id(), now())).isEqualTo(ended);
        assertThat(sessions().access(hash("a0"), now())).isEmpty();
        assertThat(sessions().access(hash("a1"), now())).isEmpty();
        assertThat(sessions().refresh(hash("r1"), now())).isInstanceOf(RefreshState.Spent.class);
        assertThat(successor("r0")).isEmpty();
        assertThat(rotate("r1", "a2", "r2", 2, session)).isEqualTo(Rotation.LOST);
        assertThat(sessions().access(hash("b0"), now())).isPresent();
        assertThat(sessions().of(ALICE, now())).containsExactly(other);
    }

    @Test
    void a_session_ends_once() throws Exception {
        var session = begin("s1", "a0", "r0");

        var outcomes = Race.of(50, _ -> sessions().end(session.id(), now(), now().plus(REMEMBERED)));

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void the_tokens_of_an_ended_session_are_recognised_for_ninety_days() {
        var session = begin("s1", "a0", "r0");
        rotate("r0", "a1", "r1", 1, session);
        sessions().end(session.id(), now(), now().plus(REMEMBERED));

        time.advance(REMEMBERED.minusSeconds(1));
        assertThat(sessions().refresh(hash("r0"), now())).isInstanceOf(RefreshState.Spent.class);
        assertThat(sessions().refresh(hash("r1"), now())).isInstanceOf(RefreshState.Spent.class);

        time.advance(Duration.ofSeconds(1));
        assertThat(sessions().refresh(hash("r1"), now())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(sessions().find(session.id(), now())).isEmpty();
    }

    @Test
    void a_session_that_was_ended_before_it_began_stays_ended() {
        var end = sessions().end(new SessionId("s1"), now(), now().plus(REMEMBERED));

        begin("s1", "a0", "r0");

        assertThat(end).isEmpty();
        assertThat(sessions().access(hash("a0"), now())).isEmpty();
        assertThat(sessions().refresh(hash("r0"), now())).isNotInstanceOf(RefreshState.Live.class);
        assertThat(sessions().of(ALICE, now())).isEmpty();
    }

    @Test
    void the_newest_generations_of_a_session_are_recognised() {
        var session = begin("s1", "a0", "r0");
        for (int i = 1; i <= SessionStore.REMEMBERED_GENERATIONS; i++) {
            assertThat(rotate("r" + (i - 1), "a" + i, "r" + i, i, session)).isEqualTo(Rotation.ROTATED);
        }

        assertThat(sessions().refresh(hash("r0"), now())).isInstanceOf(RefreshState.Spent.class);
    }

    @Test
    void the_live_sessions_of_a_user_and_of_a_client_are_found() {
        var first = begin("s1", "a0", "r0");
        var second = session("s2", ALICE, TERMINAL, now());
        var third = session("s3", BOB, EDITOR, now());
        sessions().start(second, access("b0", second, 0, now()), refresh("q0", second, 0, now()));
        sessions().start(third, access("c0", third, 0, now()), refresh("p0", third, 0, now()));

        assertThat(sessions().of(ALICE, now())).containsExactlyInAnyOrder(first, second);
        assertThat(sessions().of(EDITOR, now())).containsExactlyInAnyOrder(first, third);
        assertThat(sessions().of(BOB, now())).containsExactly(third);

        sessions().end(first.id(), now(), now().plus(REMEMBERED));
        assertThat(sessions().of(EDITOR, now())).containsExactly(third);
    }

    protected SessionStore sessions() {
        return stores.sessions();
    }

    protected LoginSession begin(String id, String access, String refresh) {
        var session = session(id, now());
        sessions().start(session, access(access, session, 0, now()), refresh(refresh, session, 0, now()));
        return session;
    }

    protected Rotation rotate(String consumed, String access, String refresh, long generation, LoginSession session) {
        return sessions()
                .rotate(
                        hash(consumed),
                        access(access, session, generation, now()),
                        refresh(refresh, session, generation, now()),
                        ("pair of " + refresh).getBytes(StandardCharsets.UTF_8),
                        now().plus(GRACE),
                        now());
    }

    private Optional<String> successor(String refresh) {
        return sessions().refresh(hash(refresh), now()) instanceof RefreshState.Spent spent
                ? spent.successor().map(pair -> new String(pair, StandardCharsets.UTF_8))
                : Optional.of("not spent");
    }
}
