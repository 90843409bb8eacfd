package io.muster.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.backend.Inventory;
import io.muster.mcp.Prompt;
import io.muster.mcp.ResourceEntry;
import io.muster.mcp.Tool;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashJournal;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRecordsTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");
    private static final Duration LIFE = Duration.ofDays(30);

    private final ManualTime time = new ManualTime();
    private final MemoryHashStore store = new MemoryHashStore(time);
    private final SessionRecords records = new SessionRecords(store, LIFE);

    private static Inventory tools(String... names) {
        return new Inventory(
                List.of(names).stream()
                        .map(name -> new Tool(JsonObject.of("name", name)))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void nothing_is_on_record_of_a_session_that_nobody_has_seen() {
        assertThat(records.of(ALICE)).isEqualTo(new SessionRecords.Recorded(Set.of(), Map.of()));
    }

    @Test
    void another_process_knows_what_one_has_written_down() {
        records.remember(ALICE, "jira", true);
        records.remember(ALICE, "wiki", true);
        records.remember(BOB, "jira", true);
        records.offered(ALICE, "jira", tools("search", "create"));

        var other = new SessionRecords(store, LIFE);

        assertThat(other.of(ALICE))
                .isEqualTo(
                        new SessionRecords.Recorded(Set.of("jira", "wiki"), Map.of("jira", tools("search", "create"))));
        assertThat(other.of(BOB)).isEqualTo(new SessionRecords.Recorded(Set.of("jira"), Map.of()));
    }

    @Test
    void what_ended_at_one_server_leaves_the_others() {
        records.remember(ALICE, "jira", true);
        records.remember(ALICE, "wiki", true);

        records.remember(ALICE, "jira", false);
        records.remember(ALICE, "mail", false);

        assertThat(records.of(ALICE).authenticated()).containsExactly("wiki");
    }

    @Test
    void the_last_offer_counts() {
        records.offered(ALICE, "jira", tools("search"));
        records.offered(ALICE, "jira", tools("create"));

        assertThat(records.of(ALICE).inventories()).isEqualTo(Map.of("jira", tools("create")));
    }

    @Test
    void an_inventory_keeps_order_and_what_nobody_understands() {
        var tool = new Tool(Json.parseObject("{ \"name\":\"t\", \"x-new\":[1.50, {\"a\":null}] }"));
        var inventory = new Inventory(
                List.of(tool, new Tool(JsonObject.of("name", "a"))),
                List.of(new ResourceEntry(JsonObject.of("uri", "file:///a"))),
                List.of(new ResourceEntry(JsonObject.of("uriTemplate", "file:///{a}"))),
                List.of(new Prompt(JsonObject.of("name", "p"))));

        records.offered(ALICE, "jira", inventory);

        var read = Objects.requireNonNull(records.of(ALICE).inventories().get("jira"));
        assertThat(read).isEqualTo(inventory);
        assertThat(read.tools().getFirst().json().toString())
                .isEqualTo(tool.json().toString());
    }

    @Test
    void thousands_of_tools_are_remembered_in_little_space() {
        var names = IntStream.range(0, 5_000).mapToObj(i -> "tool_number_" + i).toArray(String[]::new);

        records.offered(ALICE, "jira", tools(names));

        assertThat(records.of(ALICE).inventories()).isEqualTo(Map.of("jira", tools(names)));
        assertThat(store.get("cap:alice", "jira").orElseThrow()).hasSizeLessThan(60_000);
    }

    @Test
    void an_inventory_that_is_too_large_is_not_remembered_and_neither_is_the_one_before() {
        var noise = new byte[1_200_000];
        new Random(1).nextBytes(noise);
        records.offered(ALICE, "jira", tools("search"));
        records.remember(ALICE, "jira", true);

        records.offered(ALICE, "jira", tools(Base64.getEncoder().encodeToString(noise)));

        assertThat(records.of(ALICE)).isEqualTo(new SessionRecords.Recorded(Set.of("jira"), Map.of()));
    }

    @Test
    void an_inventory_that_is_small_only_while_it_is_deflated_is_not_remembered() {
        records.offered(ALICE, "jira", tools("a".repeat(17 * 1024 * 1024)));

        assertThat(records.of(ALICE).inventories()).isEmpty();
        assertThat(store.size()).isZero();
    }

    @Test
    void a_session_that_ends_leaves_nothing() {
        records.remember(ALICE, "jira", true);
        records.offered(ALICE, "jira", tools("search"));

        records.ended(ALICE);

        assertThat(records.of(ALICE)).isEqualTo(new SessionRecords.Recorded(Set.of(), Map.of()));
        assertThat(store.size()).isZero();
    }

    @Test
    void a_session_is_forgotten_when_nobody_uses_it_for_its_life() {
        records.remember(ALICE, "jira", true);
        records.offered(ALICE, "jira", tools("search"));
        records.remember(BOB, "jira", true);
        time.advance(Duration.ofDays(29));
        records.touched(ALICE);

        time.advance(Duration.ofDays(29));
        assertThat(records.of(BOB).authenticated()).isEmpty();
        assertThat(records.of(ALICE).authenticated()).containsExactly("jira");
        assertThat(records.of(ALICE).inventories()).containsOnlyKeys("jira");

        time.advance(Duration.ofDays(1));
        assertThat(records.of(ALICE).authenticated()).isEmpty();
        assertThat(records.of(ALICE).inventories()).isEmpty();
    }

    @Test
    void a_server_that_is_removed_is_forgotten_for_all_sessions_and_begins_anew() {
        records.remember(ALICE, "jira", true);
        records.offered(ALICE, "jira", tools("search"));
        records.remember(ALICE, "wiki", true);
        records.remember(BOB, "jira", true);

        records.removed("jira");
        assertThat(records.of(ALICE)).isEqualTo(new SessionRecords.Recorded(Set.of("wiki"), Map.of()));
        assertThat(records.of(BOB).authenticated()).isEmpty();

        records.remember(ALICE, "jira", true);
        records.offered(ALICE, "jira", tools("create"));
        assertThat(records.of(ALICE))
                .isEqualTo(new SessionRecords.Recorded(Set.of("jira", "wiki"), Map.of("jira", tools("create"))));
        assertThat(records.of(BOB).authenticated()).isEmpty();

        records.removed("jira");
        assertThat(records.of(ALICE).authenticated()).containsExactly("wiki");
    }

    @Test
    void what_was_written_down_before_a_removal_does_not_come_back_as_long_as_the_server_is_used() {
        records.removed("jira");
        records.remember(BOB, "jira", true);
        time.advance(Duration.ofDays(20));
        records.touched(BOB);
        records.remember(ALICE, "jira", true);
        time.advance(Duration.ofDays(20));

        assertThat(records.of(BOB).authenticated()).containsExactly("jira");
        assertThat(records.of(ALICE).authenticated()).containsExactly("jira");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"v\":1}",
                "{\"v\":2,\"era\":\"1\",\"inventory\":\"\"}",
                "{\"v\":1,\"era\":\"1\",\"inventory\":\"***\"}",
                "{\"v\":1,\"era\":\"1\",\"inventory\":\"AAAA\"}",
                "{\"v\":1,\"era\":\"1\",\"inventory\":\"eJyrrgUAAXUA+Q==\"}"
            })
    void an_offer_that_cannot_be_read_counts_as_absent(String stored) {
        records.offered(ALICE, "wiki", tools("search"));
        store.put("cap:alice", "jira", stored, LIFE);
        store.put("era:mail", "era", "not a number", LIFE);
        records.remember(ALICE, "mail", true);

        assertThat(records.of(ALICE).inventories()).containsOnlyKeys("wiki");
        assertThat(records.of(ALICE).authenticated()).containsExactly("mail");
        records.removed("mail");
        assertThat(records.of(ALICE).authenticated()).isEmpty();
    }

    @Test
    void an_outage_is_not_an_empty_record() {
        var full = new SessionRecords(new MemoryHashStore(0, HashJournal.NONE, time), LIFE);

        assertThatThrownBy(() -> full.remember(ALICE, "jira", true)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> full.offered(ALICE, "jira", tools("search"))).isInstanceOf(StoreUnavailable.class);
    }
}
