package io.muster.authserver.store.file;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.client;
import static io.muster.authserver.store.Fixtures.code;
import static io.muster.authserver.store.Fixtures.consent;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.login;
import static io.muster.authserver.store.Fixtures.providerTokens;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static io.muster.authserver.store.Fixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.ClientStore.Registration;
import io.muster.authserver.store.ClientStoreContract;
import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.authserver.store.FlowStoreContract;
import io.muster.authserver.store.HashStoreContract;
import io.muster.authserver.store.PeopleContract;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStoreContract;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.oauth.ClientId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoresTest {
    private static final SealingKey KEY = SealingKey.random(new SecureRandom());

    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    private static Stores open(Path directory, ManualTime time, SealingKey... keys) {
        var seal = new AesSeal(List.of(keys), new SecureRandom());
        return open(directory, time, seal);
    }

    private static Stores open(Path directory, ManualTime time, Seal seal) {
        return FileStores.open(
                directory.resolve("state/oauth.db"), seal, Capacity.DEFAULT, time, time, new SecureRandom());
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return FileStoresTest.open(directory, time, KEY);
        }
    }

    @Nested
    class Flows extends FlowStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return FileStoresTest.open(directory, time, KEY);
        }
    }

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return FileStoresTest.open(directory, time, KEY);
        }
    }

    @Nested
    class People extends PeopleContract {
        @Override
        protected Stores open(ManualTime time) {
            return FileStoresTest.open(directory, time, KEY);
        }
    }

    @Nested
    class Hashes extends HashStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return FileStoresTest.open(directory, time, KEY);
        }
    }

    @Test
    void everything_is_there_after_a_restart() {
        var now = time.instant();
        try (var stores = open(directory, time, KEY)) {
            fill(stores);
        }

        try (var stores = open(directory, time, KEY)) {
            var session = session("s1", now);
            var rotated = session.rotated(session.expiresAt());
            assertThat(stores.sessions().access(hash("a1"), now)).contains(access("a1", session, 1, now));
            assertThat(stores.sessions().of(ALICE, now)).containsExactly(rotated);
            assertThat(stores.sessions().refresh(hash("r1"), now))
                    .isEqualTo(new RefreshState.Live(refresh("r1", session, 1, now), rotated));
            var spent = (RefreshState.Spent) stores.sessions().refresh(hash("r0"), now);
            assertThat(spent.successor())
                    .hasValueSatisfying(
                            pair -> assertThat(pair).containsExactly("the pair".getBytes(StandardCharsets.UTF_8)));
            assertThat(stores.sessions().refresh(hash("q0"), now)).isInstanceOf(RefreshState.Spent.class);
            assertThat(stores.flows().redeem(hash("code"), now)).isEqualTo(Redemption.REUSED);
            assertThat(stores.flows().take(hash("state"), now)).contains(login("verifier", now));
            assertThat(stores.flows().decide(hash("consent"), now)).contains(consent("verifier", now));
            assertThat(stores.flows().remembers(hash("decision"), now)).isTrue();
            assertThat(stores.providerTokens().find(ALICE)).contains(providerTokens("a", now));
            assertThat(stores.users().find(ALICE)).contains(user(ALICE));
            assertThat(stores.replays().first(hash("proof"), now, now.plusSeconds(300)))
                    .isFalse();
            assertThat(stores.clients().find(new ClientId("seeded"))).contains(client("seeded", now, Optional.empty()));
            assertThat(stores.clients().register(client("second", now, Optional.empty()), "192.0.2.1", 1))
                    .as("the address is counted")
                    .isEqualTo(Registration.LIMIT_REACHED);
            assertThat(stores.hashes().all("oauth:token:s1")).isEqualTo(Map.of("jira", "hash-of-jira"));
            time.advance(Duration.ofHours(2));
            assertThat(stores.hashes().all("oauth:token:s1")).as("touched").hasSize(1);
            time.advance(Duration.ofHours(2));
            assertThat(stores.hashes().all("oauth:token:s1")).isEmpty();
        }
    }

    private void fill(Stores stores) {
        var now = time.instant();
        var session = session("s1", now);
        stores.sessions().start(session, access("a0", session, 0, now), refresh("r0", session, 0, now));
        stores.sessions()
                .rotate(
                        hash("r0"),
                        access("a1", session, 1, now),
                        refresh("r1", session, 1, now),
                        "the pair".getBytes(StandardCharsets.UTF_8),
                        now.plus(GRACE),
                        now);
        var ended = session("s2", now);
        stores.sessions().start(ended, access("b0", ended, 0, now), refresh("q0", ended, 0, now));
        stores.sessions().end(ended.id(), now, now.plus(REMEMBERED));
        stores.flows().issue(hash("code"), code("s1", now));
        stores.flows().redeem(hash("code"), now);
        stores.flows().begin(hash("state"), login("verifier", now));
        stores.flows().ask(hash("consent"), consent("verifier", now));
        stores.flows().remember(hash("decision"), now.plus(REMEMBERED));
        stores.providerTokens().save(ALICE, providerTokens("a", now), now.plus(REMEMBERED));
        stores.users().save(user(ALICE), now.plus(REMEMBERED));
        stores.replays().first(hash("proof"), now, now.plusSeconds(300));
        stores.hashes().put("oauth:token:s1", "jira", "hash-of-jira", Duration.ofHours(1));
        stores.hashes().put("oauth:token:s1", "wiki", "hash-of-wiki", Duration.ofHours(1));
        stores.hashes().take("oauth:token:s1", "wiki");
        stores.hashes().put("oauth:token:s2", "jira", "hash-of-jira", Duration.ofHours(1));
        stores.hashes().remove("oauth:token:s2");
        stores.hashes().touch("oauth:token:s1", Duration.ofHours(3));
        stores.clients().put(client("seeded", now, Optional.empty()));
        stores.clients().register(client("editor", now, Optional.of(REMEMBERED)), "192.0.2.1", 1);
    }

    @Test
    void the_file_shows_nothing_to_who_has_no_key() throws Exception {
        try (var stores = open(directory, time, KEY)) {
            fill(stores);
        }

        var content = Files.readString(directory.resolve("state/oauth.db"), StandardCharsets.ISO_8859_1);
        assertThat(content)
                .doesNotContain("provider-access")
                .doesNotContain("provider-refresh")
                .doesNotContain("provider-id")
                .doesNotContain("oauth:token")
                .doesNotContain("hash-of-jira")
                .doesNotContain("verifier")
                .doesNotContain("alice")
                .doesNotContain("Liddell")
                .doesNotContain("192.0.2.1")
                .doesNotContain("the pair");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("state/oauth.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_are_changed_by_putting_the_new_one_in_front() {
        var next = SealingKey.random(new SecureRandom());
        try (var stores = open(directory, time, KEY)) {
            fill(stores);
        }

        try (var stores = open(directory, time, next, KEY)) {
            assertThat(stores.sessions().access(hash("a1"), time.instant())).isPresent();
        }

        try (var stores = open(directory, time, next)) {
            assertThat(stores.sessions().access(hash("a1"), time.instant()))
                    .as("everything was sealed anew")
                    .isPresent();
        }
    }

    @Test
    void another_key_is_an_error_that_names_file_key_and_remedy() {
        try (var stores = open(directory, time, KEY)) {
            fill(stores);
        }

        assertThatThrownBy(() -> open(directory, time, SealingKey.random(new SecureRandom())))
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining("oauth.db")
                .hasMessageContaining(KEY.name())
                .hasMessageContaining("move the file away");
        open(directory, time, KEY).close();
    }

    @Test
    void a_file_that_is_no_store_is_an_error_that_names_it_and_the_remedy() throws IOException {
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state/oauth.db"), "something else\n".repeat(1_000));

        assertThatThrownBy(() -> open(directory, time, KEY))
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining("oauth.db")
                .hasMessageContaining("damaged")
                .hasMessageContaining("move it away");
    }

    @Test
    void a_damaged_file_is_an_error_or_an_older_state_but_never_a_wrong_one() throws IOException {
        try (var stores = open(directory, time, KEY)) {
            fill(stores);
        }
        var file = directory.resolve("state/oauth.db");
        var intact = Files.readAllBytes(file);

        for (int at = 8_192; at < intact.length; at += Math.max(1, intact.length / 24)) {
            var damaged = intact.clone();
            for (int i = at; i < Math.min(at + 64, damaged.length); i++) {
                damaged[i] ^= 0x5a;
            }
            Files.write(file, damaged);
            try (var stores = open(directory, time, KEY)) {
                assertThat(stores.sessions().refresh(hash("r1"), time.instant()))
                        .isNotInstanceOf(RefreshState.Spent.class);
            } catch (StoreMisconfigured e) {
                assertThat(e).hasMessageContaining("oauth.db").hasMessageContaining("away");
            }
        }
    }

    @Test
    void a_second_opener_is_told_that_the_file_is_in_use() {
        try (var first = open(directory, time, KEY)) {
            assertThatThrownBy(() -> open(directory, time, KEY))
                    .isInstanceOf(StoreMisconfigured.class)
                    .hasMessageContaining("oauth.db")
                    .hasMessageContaining("in use by another process");
            assertThat(first.sessions().access(hash("a0"), time.instant())).isEmpty();
        }
    }

    @Test
    void a_closed_store_takes_no_more_changes() {
        var stores = open(directory, time, KEY);
        stores.close();

        assertThatThrownBy(() -> fill(stores)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void the_file_does_not_grow_with_the_number_of_rotations() throws IOException {
        try (var stores = open(directory, time, KEY)) {
            var session = session("s1", time.instant());
            stores.sessions()
                    .start(
                            session,
                            access("a0", session, 0, time.instant()),
                            refresh("r0", session, 0, time.instant()));
            for (int i = 1; i <= 3_000; i++) {
                stores.sessions()
                        .rotate(
                                hash("r" + (i - 1)),
                                access("a" + i, session, i, time.instant()),
                                refresh("r" + i, session, i, time.instant()),
                                new byte[200],
                                time.instant().plus(GRACE),
                                time.instant());
                if (i % 100 == 0) {
                    time.advance(Duration.ofHours(1));
                }
            }
        }

        assertThat(Files.size(directory.resolve("state/oauth.db"))).isLessThan(48L * 1024 * 1024);
    }
}
