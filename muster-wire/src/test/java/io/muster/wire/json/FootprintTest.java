package io.muster.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootprintTest {
    private static final String DOCUMENT = "{\"small\":{\"a\":[1]},\"filler\":\"" + "x".repeat(1_000) + "\"}";

    private final JsonObject read = Json.parseObject(DOCUMENT);

    @Test
    void a_document_weighs_what_it_is_long() {
        assertThat(Json.footprint(read)).isEqualTo(DOCUMENT.length());
    }

    @Test
    void a_part_keeps_its_whole_document() {
        var part = read.object("small").orElseThrow();

        assertThat(Json.footprint(part)).isEqualTo(DOCUMENT.length());
        assertThat(Json.footprint(part.array("a").orElseThrow())).isEqualTo(DOCUMENT.length());
    }

    @Test
    void a_document_that_is_in_it_twice_counts_once() {
        var small = read.object("small").orElseThrow();

        assertThat(Json.footprint(read.with("small", small.with("a", JsonArray.of(small, small)))))
                .isEqualTo(DOCUMENT.length() + "smallfillera".length());
    }

    @Test
    void what_was_built_weighs_its_texts() {
        var built = JsonObject.of("name", "text").with("n", 12).with("yes", true);

        assertThat(Json.footprint(built)).isEqualTo("nametextn12yes".length());
    }
}
