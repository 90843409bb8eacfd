package io.muster.authserver.store;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.EDITOR;
import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStore.Rotation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stores owe that several processes share, whose clocks differ. */
public abstract class ReplicaContract extends StoreContract {
    @ParameterizedTest
    @CsvSource({"0,30", "0,-30", "30,0", "-30,0", "30,-30", "-30,30"})
    void the_grace_lasts_as_long_for_processes_with_clocks_that_differ(int rotating, int asking) {
        begin();

        rotate(at(rotating));

        assertThat(offers(at(asking))).isTrue();
        letGracePass("r0");
        assertThat(offers(at(asking))).isFalse();
        assertThat(offers(at(rotating))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-30,30", "30,-30"})
    void processes_with_clocks_that_differ_rotate_one_after_the_other(int first, int second) {
        begin();
        rotate(at(first));
        var session = session("s1", now());

        var rotated = stores.sessions()
                .rotate(
                        hash("r1"),
                        access("a2", session, 2, at(second)),
                        refresh("r2", session, 2, at(second)),
                        new byte[] {2},
                        at(second).plus(GRACE),
                        at(second));

        assertThat(rotated).isEqualTo(Rotation.ROTATED);
        assertThat(stores.sessions().refresh(hash("r2"), at(first))).isInstanceOf(RefreshState.Live.class);
    }

    private Instant at(int secondsAhead) {
        return now().plus(Duration.ofSeconds(secondsAhead));
    }

    private void begin() {
        var session = session("s1", ALICE, EDITOR, now());
        stores.sessions().start(session, access("a0", session, 0, now()), refresh("r0", session, 0, now()));
    }

    private void rotate(Instant here) {
        var session = session("s1", ALICE, EDITOR, now());
        var rotated = stores.sessions()
                .rotate(
                        hash("r0"),
                        access("a1", session, 1, here),
                        refresh("r1", session, 1, here),
                        new byte[] {1},
                        here.plus(GRACE),
                        here);
        assertThat(rotated).isEqualTo(Rotation.ROTATED);
    }

    private boolean offers(Instant here) {
        return stores.sessions().refresh(hash("r0"), here) instanceof RefreshState.Spent spent
                && spent.successor().isPresent();
    }
}
