package io.muster.authserver.store.measured;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.store.ClientStoreContract;
import io.muster.authserver.store.FlowStoreContract;
import io.muster.authserver.store.HashStoreContract;
import io.muster.authserver.store.PeopleContract;
import io.muster.authserver.store.SessionStoreContract;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import io.muster.wire.meter.Meters;
import java.security.SecureRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Being measured changes nothing: the contracts hold as they do for what is behind. */
class MeasuredStoresTest {
    private final ManualTime time = new ManualTime();
    private final FakeMeters meters = new FakeMeters();

    private static Stores measured(ManualTime time, Meters meters) {
        return MeasuredStores.of(MemoryStores.open(Capacity.DEFAULT, time, time, new SecureRandom()), meters);
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return measured(time, new FakeMeters());
        }
    }

    @Nested
    class Flows extends FlowStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return measured(time, new FakeMeters());
        }
    }

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return measured(time, new FakeMeters());
        }
    }

    @Nested
    class People extends PeopleContract {
        @Override
        protected Stores open(ManualTime time) {
            return measured(time, new FakeMeters());
        }
    }

    @Nested
    class Hashes extends HashStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return measured(time, new FakeMeters());
        }
    }

    @Test
    void an_operation_is_counted_with_its_result() {
        try (var stores = measured(time, meters)) {
            var _ = stores.sessions().access(hash("nothing"), time.instant());
            var _ = stores.providerTokens().find(ALICE);
            stores.hashes().remove("auth:s1");

            assertThat(meters.counted())
                    .containsExactly(
                            "storage.operation.total{operation=sessions.access, result=success}",
                            "storage.operation.total{operation=provider_tokens.find, result=success}",
                            "storage.operation.total{operation=hashes.remove_all, result=success}");
        }
    }

    @Test
    void a_store_that_fails_is_counted_and_fails_all_the_same() {
        var none = new Capacity(0, 0, 0, 0, 0);
        var full = MeasuredStores.of(MemoryStores.open(none, time, time, new SecureRandom()), meters);
        var session = session("s", time.instant());

        assertThatThrownBy(() -> full.sessions()
                        .start(
                                session,
                                access("a", session, 0, time.instant()),
                                refresh("r", session, 0, time.instant())))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(meters.counted()).containsExactly("storage.operation.total{operation=sessions.start, result=error}");
    }

    @Test
    void what_the_store_holds_can_be_seen() {
        try (var stores = measured(time, meters)) {
            var session = session("s", time.instant());
            stores.sessions()
                    .start(session, access("a", session, 0, time.instant()), refresh("r", session, 0, time.instant()));

            assertThat(meters.gauge("storage.families.count")).isEqualTo(1);
            assertThat(meters.gauge("storage.tokens.count")).isEqualTo(1);
            assertThat(meters.gauge("storage.refresh_tokens.count")).isEqualTo(1);
            assertThat(meters.gauge("storage.clients.count")).isZero();
            assertThat(meters.gauge("storage.flows.count")).isZero();
            assertThat(meters.gauge("storage.hashes.count")).isZero();
        }
    }
}
