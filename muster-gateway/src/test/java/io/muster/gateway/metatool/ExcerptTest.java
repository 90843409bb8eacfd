package io.muster.gateway.metatool;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static JsonObject entry(String name, int length) {
        return JsonObject.of("name", name).with("description", "x".repeat(length));
    }

    @Test
    void a_list_for_which_there_is_room_is_whole() {
        var entries = List.of(entry("a", 1_000_000), entry("b", 10));

        assertThat(Excerpt.of(entries, "name")).isEqualTo(JsonArray.of(entries));
    }

    @Test
    void of_a_longer_list_the_longest_texts_are_cut() {
        var small = entry("small", 10_000);
        var cut = Excerpt.of(List.of(entry("big", 2 * Excerpt.ROOM), small), "name");

        assertThat(cut.size()).isEqualTo(2);
        assertThat(Json.sizeHint(cut)).isBetween(Excerpt.ROOM / 2L, (long) Excerpt.ROOM);
        assertThat(cut.get(0).toString()).startsWith("{\"name\":\"big\"").endsWith("xxx...\"}");
        assertThat(cut.get(1)).isEqualTo(small);
    }

    @Test
    void a_name_is_never_cut() {
        var endless = JsonObject.of("name", "x".repeat(Excerpt.ROOM));

        assertThat(Excerpt.of(List.of(endless, entry("a", 1)), "name")).isEqualTo(JsonArray.of(entry("a", 1)));
    }

    @Test
    void characters_are_not_cut_in_two() {
        var faces = JsonObject.of("name", "a").with("description", "x" + "\uD83D\uDE00".repeat(Excerpt.ROOM));

        var description = ((JsonObject) Excerpt.of(List.of(faces), "name").get(0)).text("description", "");

        assertThat(description).endsWith("\uD83D\uDE00...");
    }

    @Test
    void a_page_ends_where_the_room_ends_but_has_an_entry() {
        var half = entry("a", Excerpt.ROOM / 2);

        assertThat(Excerpt.first(Collections.nCopies(3, half)).size()).isEqualTo(1);
        assertThat(Excerpt.first(Collections.nCopies(3, entry("a", Excerpt.ROOM / 4)))
                        .size())
                .isEqualTo(3);
        assertThat(Excerpt.first(List.of(entry("a", 2 * Excerpt.ROOM))).size()).isEqualTo(1);
    }
}
