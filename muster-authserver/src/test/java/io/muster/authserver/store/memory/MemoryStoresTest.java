package io.muster.authserver.store.memory;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.code;
import static io.muster.authserver.store.Fixtures.consent;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.login;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.ClientStoreContract;
import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.authserver.store.FlowStoreContract;
import io.muster.authserver.store.HashStoreContract;
import io.muster.authserver.store.PeopleContract;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStoreContract;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.store.HashJournal;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryStoresTest {
    private final ManualTime time = new ManualTime();

    private static Stores memory(ManualTime time) {
        return MemoryStores.open(Capacity.DEFAULT, time, time, new SecureRandom());
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return memory(time);
        }
    }

    @Nested
    class Flows extends FlowStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return memory(time);
        }
    }

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return memory(time);
        }
    }

    @Nested
    class People extends PeopleContract {
        @Override
        protected Stores open(ManualTime time) {
            return memory(time);
        }
    }

    @Nested
    class Hashes extends HashStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return memory(time);
        }
    }

    @Test
    void a_flood_of_logins_is_refused_instead_of_pushing_out_those_of_others() {
        var small = MemoryStores.open(new Capacity(2, 2, 2, 2, 1 << 20), time, time, new SecureRandom());
        small.flows().begin(hash("first"), login("verifier", time.instant()));
        small.flows().begin(hash("second"), login("verifier", time.instant()));

        assertThatThrownBy(() -> small.flows().begin(hash("third"), login("verifier", time.instant())))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(small.flows().take(hash("first"), time.instant())).isPresent();

        time.advance(Duration.ofMinutes(11));
        small.flows().begin(hash("fourth"), login("verifier", time.instant()));
    }

    @Test
    void a_flood_of_large_requests_is_bounded_in_bytes() {
        var request = consent("verifier", time.instant());
        var room = new Capacity(99, 99, 99, 99, 3L * request.size());
        var flows = MemoryStores.open(room, time, time, new SecureRandom()).flows();
        for (var name : List.of("a", "b", "c")) {
            flows.ask(hash(name), request);
        }

        assertThatThrownBy(() -> flows.ask(hash("d"), request)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> flows.begin(hash("login"), request.login()))
                .as("logins and consents share the room")
                .isInstanceOf(StoreUnavailable.class);
        flows.issue(hash("code"), code("s1", time.instant()));
        assertThat(flows.decide(hash("a"), time.instant())).isPresent();
        flows.begin(hash("login"), request.login());
        assertThat(flows.take(hash("login"), time.instant())).isPresent();
        flows.ask(hash("d"), request);

        time.advance(Duration.ofMinutes(11));
        for (var name : List.of("e", "f", "g")) {
            flows.ask(hash(name), request);
        }
    }

    @Test
    void a_flood_of_codes_is_bounded_in_bytes() {
        var code = code("s1", time.instant());
        var room = new Capacity(99, 99, 99, 99, code.size());
        var flows = MemoryStores.open(room, time, time, new SecureRandom()).flows();
        flows.issue(hash("first"), code);

        assertThat(flows.redeem(hash("first"), time.instant())).isEqualTo(Redemption.REDEEMED);
        assertThatThrownBy(() -> flows.issue(hash("second"), code)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void what_an_earlier_process_left_takes_room() {
        var left = new ArrayList<>(List.of(login("verifier", time.instant())));
        var ledger = new CountingLedger() {
            @Override
            @SuppressWarnings("unchecked")
            public <K, V> void replay(Table<K, V> table, BiConsumer<K, V> row) {
                if (table.name().equals("logins")) {
                    left.forEach(login -> row.accept((K) hash("left"), (V) new Row<>(login, login.expiresAt())));
                }
            }
        };
        var room = new Capacity(9, 9, 9, 9, left.getFirst().size());
        var stores = MemoryStores.open(room, ledger, time, time, new SecureRandom());

        assertThatThrownBy(() -> stores.flows().begin(hash("new"), left.getFirst()))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(stores.flows().take(hash("left"), time.instant())).isPresent();
        stores.flows().begin(hash("new"), left.getFirst());
    }

    @Test
    void a_flood_of_hashes_is_refused_instead_of_pushing_out_those_of_others() {
        var small = new MemoryHashStore(2, HashJournal.NONE, time);
        small.put("auth:first", "jira", "1", Duration.ofHours(1));
        small.put("auth:second", "jira", "1", Duration.ofHours(1));

        assertThatThrownBy(() -> small.put("auth:third", "jira", "1", Duration.ofHours(1)))
                .isInstanceOf(StoreUnavailable.class);
        small.put("auth:second", "wiki", "1", Duration.ofHours(1));
        assertThat(small.get("auth:first", "jira")).isPresent();

        time.advance(Duration.ofHours(2));
        small.sweep();
        assertThat(small.size()).isZero();
        small.put("auth:third", "jira", "1", Duration.ofHours(1));
    }

    @Test
    void equal_long_values_are_held_once() {
        var hashes = memory(time).hashes();
        for (var session : List.of("a", "b")) {
            hashes.put("cap:" + session, "jira", "tool ".repeat(10_000), Duration.ofHours(1));
        }

        assertThat(hashes.get("cap:a", "jira").orElseThrow())
                .isSameAs(hashes.get("cap:b", "jira").orElseThrow());
    }

    @Test
    void a_lock_whose_holder_died_opens_after_its_time() {
        var tokens = memory(time).providerTokens();
        tokens.lock(ALICE, Duration.ofSeconds(25));

        time.advance(Duration.ofSeconds(25));

        assertThat(tokens.lock(ALICE, Duration.ofSeconds(25))).isPresent();
    }

    @Test
    void a_proof_is_forgotten_after_its_time() {
        var replays = memory(time).replays();
        replays.first(hash("proof"), time.instant(), time.instant().plusSeconds(300));

        time.advance(Duration.ofMinutes(5));

        assertThat(replays.first(hash("proof"), time.instant(), time.instant().plusSeconds(300)))
                .isTrue();
    }

    @Test
    void sweeping_leaves_nothing_behind() {
        var ledger = new CountingLedger();
        var stores = MemoryStores.open(Capacity.DEFAULT, ledger, time, time, new SecureRandom());
        var session = session("s1", time.instant());
        stores.sessions()
                .start(session, access("a0", session, 0, time.instant()), refresh("r0", session, 0, time.instant()));
        stores.sessions()
                .rotate(
                        hash("r0"),
                        access("a1", session, 1, time.instant()),
                        refresh("r1", session, 1, time.instant()),
                        new byte[] {1},
                        time.instant().plus(GRACE),
                        time.instant());
        stores.sessions().end(session.id(), time.instant(), time.instant().plus(REMEMBERED));
        stores.flows().begin(hash("state"), login("verifier", time.instant()));
        stores.hashes().put("auth:s1", "jira", "1", Duration.ofMinutes(10));
        stores.hashes().put("auth:s1", "wiki", "1", Duration.ofMinutes(10));
        stores.hashes().remove("auth:s1", "wiki");
        assertThat(ledger.rows).hasSize(8);

        time.advance(Duration.ofMinutes(11));
        assertThat(ledger.rows).as("session and its refresh tokens").hasSize(3);

        time.advance(REMEMBERED);
        assertThat(ledger.rows).isEmpty();
    }

    @Test
    void a_token_is_no_longer_recognised_after_many_generations() {
        var stores = memory(time);
        var session = session("s1", time.instant());
        stores.sessions()
                .start(session, access("a0", session, 0, time.instant()), refresh("r0", session, 0, time.instant()));
        for (int i = 1; i <= 65; i++) {
            stores.sessions()
                    .rotate(
                            hash("r" + (i - 1)),
                            access("a" + i, session, i, time.instant()),
                            refresh("r" + i, session, i, time.instant()),
                            new byte[] {1},
                            time.instant().plus(GRACE),
                            time.instant());
        }

        assertThat(stores.sessions().refresh(hash("r0"), time.instant())).isInstanceOf(RefreshState.Unknown.class);
        assertThat(stores.sessions().refresh(hash("r1"), time.instant())).isInstanceOf(RefreshState.Spent.class);
    }

    private static class CountingLedger implements Ledger {
        private final List<Object> rows = new ArrayList<>();

        @Override
        public <K, V> void replay(Table<K, V> table, BiConsumer<K, V> row) {}

        @Override
        public void ready() {}

        @Override
        public void note(List<Change<?, ?>> changes) {
            for (var change : changes) {
                var key = List.of(change.table().name(), change.key());
                rows.remove(key);
                if (change.value() != null) {
                    rows.add(key);
                }
            }
        }

        @Override
        public void settle() {}
    }
}
