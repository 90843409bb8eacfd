package io.muster.valkey;

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
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStore.Rotation;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.Eventually;
import io.muster.wire.outbound.TrustedCertificates;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Who may reach the server, and what is to be seen there. */
@NeedsServer
class ProtectionTest extends ServerTest {
    @Test
    void keys_and_values_show_no_token_and_no_person() throws Exception {
        var server = server();
        fill(stores(server.settings()));

        var content = dump(raw(server.settings()));

        assertThat(content)
                .contains("muster:v2:{sessions}:session:")
                .contains("muster:v2:oauth:token:")
                .contains("muster:v2:oauth:lock:refresh:");
        assertThat(content)
                .doesNotContain("token-")
                .doesNotContain("provider-access")
                .doesNotContain("provider-refresh")
                .doesNotContain("provider-id")
                .doesNotContain("provider-hash")
                .doesNotContain("provider-proof")
                .doesNotContain("jira")
                .doesNotContain("verifier")
                .doesNotContain("nonce")
                .doesNotContain("alice")
                .doesNotContain("Liddell")
                .doesNotContain("secret-session")
                .doesNotContain("192.0.2.1");
    }

    @Test
    void every_key_goes_by_itself_but_clients_without_expiry_and_the_mark_of_the_seal() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        fill(stores);
        stores.sessions()
                .end(
                        new SessionId("secret-session"),
                        time.instant(),
                        time.instant().plus(REMEMBERED));
        var raw = raw(server.settings());

        var lasting = texts(ask(raw, Command.KEYS, "*")).stream()
                .filter(key -> Long.valueOf(-1).equals(ask(raw, Command.PTTL, key)))
                .toList();

        assertThat(lasting)
                .containsExactlyInAnyOrder("muster:v2:seal", new Keys("muster:").client(new ClientId("seeded")));
    }

    @Test
    void checking_a_bearer_is_one_round_trip() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        fill(stores);
        var raw = raw(server.settings());
        Eventually.until("the store is told of changes", () -> !told(raw).isEmpty());

        var before = commands(raw);
        for (int i = 0; i < 100; i++) {
            assertThat(stores.sessions().access(hash("token-a1"), time.instant()))
                    .isPresent();
        }

        assertThat(commands(raw) - before).as("and one to count").isEqualTo(101);
    }

    @Test
    void keys_are_changed_by_putting_the_new_one_in_front() throws Exception {
        var server = server();
        var next = SealingKey.random(new SecureRandom());
        fill(stores(server.settings(), KEY));

        var both = stores(server.settings(), next, KEY);

        assertThat(both.sessions().access(hash("token-a1"), time.instant())).isPresent();
        assertThat(both.sessions().refresh(hash("token-r1"), time.instant())).isInstanceOf(RefreshState.Live.class);
        assertThatThrownBy(() -> stores(server.settings(), KEY))
                .as("a replica that was left behind")
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining(next.name());
        var later = stores(server.settings(), next);
        assertThatThrownBy(() -> later.sessions().access(hash("token-a1"), time.instant()))
                .as("a value that cannot be read is not an unknown one")
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void another_key_or_none_is_an_error_at_start() throws Exception {
        var server = server();
        fill(stores(server.settings(), KEY));

        assertThatThrownBy(() -> stores(server.settings(), SealingKey.random(new SecureRandom())))
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining(KEY.name())
                .hasMessageContaining("keyPrefix");
        assertThatThrownBy(() -> stores(server.settings(), Seal.NONE)).isInstanceOf(StoreMisconfigured.class);
    }

    @Test
    void prefixes_and_databases_do_not_see_each_other() throws Exception {
        var server = server();
        var settings = server.settings();
        fill(stores(settings));

        for (var other : List.of(settings.withKeyPrefix("other:"), settings.withDatabase(3))) {
            var stores = stores(other, SealingKey.random(new SecureRandom()));
            assertThat(stores.sessions().access(hash("token-a1"), time.instant()))
                    .isEmpty();
            assertThat(stores.clients().find(new ClientId("seeded"))).isEmpty();
            assertThat(stores.sessions().of(ALICE, time.instant())).isEmpty();
        }
    }

    @Test
    void a_value_that_was_moved_to_another_hash_or_field_or_was_changed_is_no_answer() throws Exception {
        var server = server();
        var hashes = stores(server.settings()).hashes();
        var raw = raw(server.settings());
        var keys = new Keys("muster:");
        var alice = keys.hashOf("oauth:token:alice");
        var mallory = keys.hashOf("oauth:token:mallory");
        hashes.put("oauth:token:alice", "jira", "token of alice", Duration.ofDays(1));
        var sealed = (byte[]) requireNonNull(ask(raw, Command.HGET, alice, Keys.fieldOf("jira")));

        ask(raw, Command.HSET, mallory, Keys.fieldOf("jira"), sealed);
        ask(raw, Command.HSET, alice, Keys.fieldOf("wiki"), sealed);
        var changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        ask(raw, Command.HSET, keys.hashOf("auth:alice"), Keys.fieldOf("jira"), changed);

        assertThat(hashes.get("oauth:token:alice", "jira")).contains("token of alice");
        assertThatThrownBy(() -> hashes.get("oauth:token:mallory", "jira")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> hashes.take("oauth:token:mallory", "jira")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> hashes.get("oauth:token:alice", "wiki")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> hashes.all("oauth:token:alice")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> hashes.get("auth:alice", "jira")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void an_acl_user_is_let_in_with_his_password_only() throws Exception {
        var server = server();
        var raw = raw(server.settings());
        ask(raw, Command.ACL, "SETUSER", "muster", "on", ">right", "~muster:*", "+@all", "-@dangerous");
        ask(raw, Command.ACL, "SETUSER", "default", "off");

        fill(stores(as(server, "muster", "right")));

        assertThatThrownBy(() -> stores(as(server, "muster", "wrong")))
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageNotContaining("wrong")
                .hasMessageContaining("password");
        assertThatThrownBy(() -> stores(as(server, "nobody", "right"))).isInstanceOf(StoreMisconfigured.class);
        assertThatThrownBy(() -> stores(server.settings())).isInstanceOf(StoreMisconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~muster:* +@read +@connection",
                "~other:* +@all -@dangerous",
                "~muster:* +@all -@dangerous -@scripting",
                "~muster:* +@all -@dangerous -evalsha",
                "~muster:* +@all -@dangerous -@sortedset",
                "~muster:* +@all -@dangerous -time",
                "~muster:* +@all -@dangerous -getdel",
                "~muster:* +@all -@dangerous -hdel",
                "~muster:* +@all -@dangerous -hlen",
                "%R~muster:* +@all -@dangerous"
            })
    void a_user_without_the_rights_is_told_at_the_start_which_are_needed(String rights) throws Exception {
        var server = server();
        var raw = raw(server.settings());
        var line = Stream.concat(Stream.of("SETUSER", "muster", "on", ">right"), Stream.of(rights.split(" ")));
        ask(raw, Command.ACL, line.toArray());

        assertThatThrownBy(() -> stores(as(server, "muster", "right")))
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining("muster lacks rights")
                .hasMessageContaining("~muster:* &muster:* +@all -@dangerous");
    }

    private static ValkeySettings as(RealServer server, String user, String password) {
        return server.settings().withCredentials(Optional.of(user), Optional.of(new Secret(password)));
    }

    @Test
    void a_server_that_is_not_there_may_come() throws Exception {
        var server = server();
        server.kill();

        assertThatThrownBy(() -> stores(server.settings())).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void tls_trusts_an_authority_of_the_operator_and_the_right_name_only() throws Exception {
        var authority = TestAuthority.create(directory, "valkey.example");
        var server = server(
                "--port",
                "0",
                "--tls-port",
                "<port>",
                "--tls-cert-file",
                authority.certificateFile().toString(),
                "--tls-key-file",
                authority.keyFile().toString(),
                "--tls-ca-cert-file",
                authority.authorityFile().toString(),
                "--tls-auth-clients",
                "no");
        var trusted = authority.trust();

        fill(stores(server.settings().withTls(new ValkeySettings.Tls(Optional.of("valkey.example"), trusted))));

        assertThatThrownBy(() -> stores(server.settings()
                        .withTls(new ValkeySettings.Tls(Optional.of("valkey.example"), TrustedCertificates.SYSTEM))))
                .as("unknown authority")
                .isInstanceOf(StoreMisconfigured.class)
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> stores(
                        server.settings().withTls(new ValkeySettings.Tls(Optional.of("other.example"), trusted))))
                .as("another name")
                .isInstanceOf(StoreMisconfigured.class);
    }

    @Test
    void a_server_without_tls_is_an_error_where_tls_is_wanted() throws Exception {
        var authority = TestAuthority.create(directory, "valkey.example");
        var server = server();

        assertThatThrownBy(() -> stores(server.settings(Duration.ofSeconds(3))
                        .withTls(new ValkeySettings.Tls(Optional.empty(), authority.trust()))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void in_a_cluster_the_keys_of_one_script_are_in_one_slot() throws Exception {
        var server = server("--cluster-enabled", "yes");
        ask(raw(server.settings()), Command.CLUSTER, "ADDSLOTSRANGE", "0", "16383");

        var stores = eventually(() -> stores(server.settings()));
        fill(stores);

        assertThat(stores.sessions().refresh(hash("token-r0"), time.instant())).isInstanceOf(RefreshState.Spent.class);
        assertThat(stores.sessions().of(ALICE, time.instant())).hasSize(1);
        assertThat(stores.sessions()
                        .end(
                                new SessionId("secret-session"),
                                time.instant(),
                                time.instant().plus(REMEMBERED)))
                .isPresent();
        stores.clients().used(new ClientId("editor"), time.instant(), REMEMBERED);
        stores.clients().remove(new ClientId("editor"));
    }

    /** A cluster takes a moment to notice that it is complete. */
    private static Stores eventually(Supplier<Stores> open) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return open.get();
            } catch (StoreUnavailable e) {
                if (attempt == 100) {
                    throw e;
                }
                new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void all_keys_of_sessions_have_the_slot_of_their_tag() {
        var keys = new Keys("muster:");
        var id = new SessionId("secret-session");

        assertThat(List.of(
                        keys.session(id),
                        keys.access(hash("a")),
                        keys.refresh(hash("r")),
                        keys.refreshOf(id),
                        keys.accessOf(id),
                        keys.sessionsOf(ALICE),
                        keys.sessionsOf(new ClientId("c"))))
                .extracting(JedisClusterCRC16::getSlot)
                .containsOnly(JedisClusterCRC16.getSlot("sessions"));
        assertThat(List.of(keys.client(new ClientId("c")), keys.clientsOf("192.0.2.1")))
                .extracting(JedisClusterCRC16::getSlot)
                .containsOnly(JedisClusterCRC16.getSlot("clients"));
    }

    private void fill(Stores stores) {
        var now = time.instant();
        var session = session("secret-session", now);
        stores.sessions().start(session, access("token-a0", session, 0, now), refresh("token-r0", session, 0, now));
        assertThat(stores.sessions()
                        .rotate(
                                hash("token-r0"),
                                access("token-a1", session, 1, now),
                                refresh("token-r1", session, 1, now),
                                new byte[] {1, 2, 3},
                                now.plus(GRACE),
                                now))
                .isEqualTo(Rotation.ROTATED);
        stores.flows().issue(hash("token-code"), code("secret-session", now));
        assertThat(stores.flows().redeem(hash("token-code"), now)).isEqualTo(Redemption.REDEEMED);
        stores.flows().begin(hash("token-state"), login("verifier", now));
        stores.flows().ask(hash("token-consent"), consent("verifier", now));
        stores.flows().remember(hash("token-decision"), now.plus(Duration.ofDays(30)));
        stores.providerTokens().save(ALICE, providerTokens("a", now), now.plus(REMEMBERED));
        stores.providerTokens().lock(new Subject("alice-locked"), Duration.ofMinutes(1));
        stores.users().save(user(ALICE), now.plus(REMEMBERED));
        stores.replays().first(hash("token-proof"), now, now.plusSeconds(300));
        stores.hashes().put("oauth:token:secret-session", "jira", "provider-hash", Duration.ofDays(1));
        stores.hashes().putIfAbsent("oauth:lock:refresh:secret-session", "holder", "provider-proof", REMEMBERED);
        stores.clients().put(client("seeded", now, Optional.empty()));
        stores.clients().register(client("editor", now, Optional.of(REMEMBERED)), "192.0.2.1", 10);
    }

    private static long commands(Server raw) {
        return text(ask(raw, Command.INFO, "stats"))
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** All keys, fields, members and values, as they are. */
    private static String dump(Server raw) {
        var dump = new StringBuilder();
        for (var key : texts(ask(raw, Command.KEYS, "*"))) {
            dump.append(key).append('\n');
            var content =
                    switch (new String((byte[]) requireNonNull(ask(raw, Command.TYPE, key)), StandardCharsets.UTF_8)) {
                        case "string" -> List.of(text(ask(raw, Command.GET, key)));
                        case "hash" -> texts(ask(raw, Command.HGETALL, key));
                        case "list" -> texts(ask(raw, Command.LRANGE, key, 0, -1));
                        case "zset" -> texts(ask(raw, Command.ZRANGE, key, 0, -1));
                        default -> throw new AssertionError("a type that nobody looks into");
                    };
            content.forEach(element -> dump.append(element).append('\n'));
        }
        return dump.toString();
    }
}
