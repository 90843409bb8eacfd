package io.muster.authserver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.store.HashLimits;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link HashStore} promises. */
public abstract class HashStoreContract extends StoreContract {
    private static final String ALICE = "oauth:token:alice";
    private static final String BOB = "oauth:token:bob";
    private static final Duration HOUR = Duration.ofHours(1);

    /** Lets time pass, for the clock that the hashes end by. */
    protected void pass(Duration duration) {
        time.advance(duration);
    }

    private HashStore hashes() {
        return stores.hashes();
    }

    @Test
    void fields_are_found_under_their_key_and_name_alone() {
        hashes().put(ALICE, "jira", "one", HOUR);
        hashes().put(ALICE, "wiki", "two", HOUR);
        hashes().put(BOB, "jira", "three", HOUR);

        assertThat(hashes().get(ALICE, "jira")).contains("one");
        assertThat(hashes().get(ALICE, "mail")).isEmpty();
        assertThat(hashes().get("auth:alice", "jira")).isEmpty();
        assertThat(hashes().all(ALICE)).isEqualTo(Map.of("jira", "one", "wiki", "two"));
        assertThat(hashes().all("oauth:token:nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{\"a\": \"\\\"\"}", "ünï\u0000cödé \uD83D\uDD11\n", "=?/|:"})
    void any_text_is_a_value_and_a_name(String text) {
        hashes().put(ALICE + text, text, text, HOUR);

        assertThat(hashes().get(ALICE + text, text)).contains(text);
        assertThat(hashes().all(ALICE + text)).isEqualTo(Map.of(text, text));
    }

    @Test
    void the_last_value_counts() {
        hashes().put(ALICE, "jira", "one", HOUR);
        hashes().put(ALICE, "jira", "two", HOUR);

        assertThat(hashes().get(ALICE, "jira")).contains("two");
    }

    @Test
    void a_hash_ends_as_a_whole_and_each_put_prolongs_it() {
        hashes().put(ALICE, "jira", "one", HOUR);
        pass(Duration.ofMinutes(59));
        hashes().put(ALICE, "wiki", "two", HOUR);

        pass(Duration.ofMinutes(59));
        assertThat(hashes().all(ALICE)).hasSize(2);

        pass(Duration.ofMinutes(2));
        assertThat(hashes().all(ALICE)).isEmpty();
        assertThat(hashes().get(ALICE, "jira")).isEmpty();
        assertThat(hashes().take(ALICE, "wiki")).isEmpty();
    }

    @Test
    void a_put_may_also_shorten_it() {
        hashes().put(ALICE, "jira", "one", HOUR);
        hashes().put(ALICE, "jira", "two", Duration.ofMinutes(1));

        pass(Duration.ofMinutes(2));

        assertThat(hashes().get(ALICE, "jira")).isEmpty();
    }

    @Test
    void what_ended_does_not_come_back_with_what_begins() {
        hashes().put(ALICE, "jira", "one", HOUR);
        pass(Duration.ofMinutes(61));

        hashes().touch(ALICE, HOUR);
        assertThat(hashes().all(ALICE)).isEmpty();
        hashes().put(ALICE, "wiki", "two", HOUR);
        assertThat(hashes().all(ALICE)).isEqualTo(Map.of("wiki", "two"));
    }

    @Test
    void a_touch_prolongs_what_is_there_and_makes_nothing() {
        hashes().put(ALICE, "jira", "one", HOUR);
        pass(Duration.ofMinutes(59));
        hashes().touch(ALICE, HOUR);
        hashes().touch(BOB, HOUR);

        pass(Duration.ofMinutes(59));
        assertThat(hashes().get(ALICE, "jira")).contains("one");
        assertThat(hashes().all(BOB)).isEmpty();

        pass(Duration.ofMinutes(2));
        assertThat(hashes().get(ALICE, "jira")).isEmpty();
    }

    @Test
    void a_replacement_prolongs_nothing_and_makes_nothing() {
        hashes().put(ALICE, "jira", "one", HOUR);
        pass(Duration.ofMinutes(59));
        hashes().replace(ALICE, "jira", "two");
        hashes().replace(ALICE, "wiki", "three");
        hashes().replace(BOB, "jira", "four");

        assertThat(hashes().all(ALICE)).isEqualTo(Map.of("jira", "two"));
        assertThat(hashes().all(BOB)).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(hashes().all(ALICE)).isEmpty();
    }

    @Test
    void what_is_there_is_not_overwritten_by_who_wants_to_be_first() {
        assertThat(hashes().putIfAbsent("oauth:lock:a", "holder", "one", Duration.ofSeconds(25)))
                .isTrue();
        pass(Duration.ofSeconds(20));
        assertThat(hashes().putIfAbsent("oauth:lock:a", "holder", "two", Duration.ofSeconds(25)))
                .isFalse();
        assertThat(hashes().get("oauth:lock:a", "holder")).contains("one");

        pass(Duration.ofSeconds(6));
        assertThat(hashes().putIfAbsent("oauth:lock:a", "holder", "three", Duration.ofSeconds(25)))
                .as("whoever comes second does not prolong what the first has")
                .isTrue();
    }

    @Test
    void of_many_who_want_to_be_first_one_is() throws Exception {
        var won = Race.of(200, i -> hashes().putIfAbsent("oauth:lock:a", "holder", "caller " + i, HOUR));

        assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    void of_many_takers_one_gets_the_value() throws Exception {
        hashes().put("oauth:state:s", "login", "verifier", HOUR);

        var taken = Race.of(200, _ -> hashes().take("oauth:state:s", "login"));

        assertThat(taken).filteredOn(Optional::isPresent).containsExactly(Optional.of("verifier"));
        assertThat(hashes().get("oauth:state:s", "login")).isEmpty();
    }

    @Test
    void many_who_put_different_fields_lose_none() throws Exception {
        Race.of(100, i -> {
            hashes().put(ALICE, "field " + i, "value " + i, HOUR);
            return i;
        });

        assertThat(hashes().all(ALICE)).hasSize(100).containsEntry("field 99", "value 99");
    }

    @Test
    void what_is_removed_is_gone_and_the_rest_stays() {
        hashes().put(ALICE, "jira", "one", HOUR);
        hashes().put(ALICE, "wiki", "two", HOUR);
        hashes().put(BOB, "jira", "three", HOUR);

        hashes().remove(ALICE, "jira");
        hashes().remove(ALICE, "nothing");
        assertThat(hashes().all(ALICE)).isEqualTo(Map.of("wiki", "two"));

        hashes().remove(ALICE);
        hashes().remove("auth:nobody");
        assertThat(hashes().all(ALICE)).isEmpty();
        assertThat(hashes().get(BOB, "jira")).contains("three");
    }

    @Test
    void the_largest_value_is_kept_and_a_larger_one_refused() {
        var largest = "\"".repeat(HashLimits.VALUE);
        hashes().put(ALICE, "jira", largest, HOUR);

        assertThat(hashes().get(ALICE, "jira")).contains(largest);
        var larger = largest + "\"";
        assertThatThrownBy(() -> hashes().put(ALICE, "jira", larger, HOUR)).isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> hashes().putIfAbsent(ALICE, "wiki", larger, HOUR))
                .isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> hashes().replace(ALICE, "jira", larger)).isInstanceOf(ValueTooLarge.class);
        assertThat(hashes().get(ALICE, "jira")).as("what was there").contains(largest);
    }

    @Test
    void too_long_a_name_is_refused() {
        var name = "n".repeat(HashLimits.NAME + 1);

        assertThatThrownBy(() -> hashes().put("auth:" + name, "a", "b", HOUR)).isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> hashes().put(ALICE, name, "b", HOUR)).isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> hashes().put("auth", "a", "b", HOUR)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hash_has_only_so_many_fields() throws Exception {
        Race.of(HashLimits.FIELDS, i -> {
            hashes().put(ALICE, "field " + i, "value", HOUR);
            return i;
        });

        assertThatThrownBy(() -> hashes().put(ALICE, "one more", "value", HOUR)).isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> hashes().putIfAbsent(ALICE, "one more", "value", HOUR))
                .isInstanceOf(ValueTooLarge.class);
        hashes().put(ALICE, "field 7", "another value", HOUR);
        assertThat(hashes().all(ALICE)).hasSize(HashLimits.FIELDS).containsEntry("field 7", "another value");
    }

    /** Fields of one hash and of hashes whose keys begin alike. */
    @Test
    void keys_and_fields_that_join_to_the_same_are_different() {
        var places = List.of(List.of("a:b", "c"), List.of("a:bc", ""), List.of("a:", "bc"), List.of("a:b:c", ""));
        places.forEach(place -> hashes().put(place.get(0), place.get(1), place.toString(), HOUR));

        assertThat(places)
                .allSatisfy(place ->
                        assertThat(hashes().get(place.get(0), place.get(1))).contains(place.toString()));
    }
}
