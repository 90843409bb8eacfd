package io.muster.authserver.store.memory;

import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStore.Rotation;
import io.muster.testkit.ManualTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever is tried with the refresh tokens of a session, one of them works at most: the newest. */
class RotationProperties {
    private ManualTime time = new ManualTime();
    private SessionStore sessions = open(time);

    private static SessionStore open(ManualTime time) {
        return MemoryStores.open(Capacity.DEFAULT, time, time, new SecureRandom())
                .sessions();
    }

    @BeforeTry
    void forget() {
        time = new ManualTime();
        sessions = open(time);
    }

    /**
     * One thing to try.
     *
     * @param token which refresh token, counted from the newest
     * @param end whether to end the session instead
     * @param seconds that pass afterwards
     */
    record Step(int token, boolean end, int seconds) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 19).map(dice -> dice == 0),
                        Arbitraries.integers().between(0, 20))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void the_newest_refresh_token_alone_works_until_the_end(@ForAll("steps") List<Step> steps) {
        var session = session("s1", time.instant());
        sessions.start(session, access("a0", session, 0, time.instant()), refresh("r0", session, 0, time.instant()));
        var newest = 0;
        var ended = false;

        for (var step : steps) {
            if (step.end()) {
                assertThat(end(session)).isEqualTo(!ended);
                ended = true;
            } else {
                var tried = Math.max(0, newest - step.token());
                var rotated = rotate(session, tried, newest + 1);
                assertThat(rotated).isEqualTo(!ended && tried == newest ? Rotation.ROTATED : Rotation.LOST);
                newest += rotated == Rotation.ROTATED ? 1 : 0;
            }
            time.advance(Duration.ofSeconds(step.seconds()));
            check(session, newest, ended);
        }
    }

    private void check(LoginSession session, int newest, boolean ended) {
        for (int i = 0; i <= newest; i++) {
            var state = sessions.refresh(hash("r" + i), time.instant());
            assertThat(state instanceof RefreshState.Live).isEqualTo(i == newest && !ended);
            assertThat(state).isNotInstanceOf(RefreshState.Unknown.class);
        }
        assertThat(sessions.refresh(hash("r" + (newest + 1)), time.instant())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(sessions.access(hash("a" + newest), time.instant()).isPresent())
                .isEqualTo(!ended);
        assertThat(sessions.find(session.id(), time.instant()).map(LoginSession::generation))
                .contains((long) newest);
    }

    private boolean end(LoginSession session) {
        return sessions.end(session.id(), time.instant(), time.instant().plus(REMEMBERED))
                .isPresent();
    }

    private Rotation rotate(LoginSession session, int consumed, int next) {
        return sessions.rotate(
                hash("r" + consumed),
                access("a" + next, session, next, time.instant()),
                refresh("r" + next, session, next, time.instant()),
                new byte[] {1},
                time.instant().plus(GRACE),
                time.instant());
    }
}
