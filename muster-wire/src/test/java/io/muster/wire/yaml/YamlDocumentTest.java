package io.muster.wire.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "~ | null",
                "Null | null",
                "True | true",
                "FALSE | false",
                "yes | \"yes\"",
                "12 | 12",
                "-0 | -0",
                "1.50 | 1.50",
                "1e3 | 1e3",
                "+7 | 7",
                "007 | 7",
                ".5 | 0.5",
                "-.5e2 | -0.5e2",
                "1. | 1.0",
                "0o17 | 15",
                "0x1F | 31",
                "0b11 | \"0b11\"",
                "1_000 | \"1_000\"",
                "12345678901234567890 | 12345678901234567890",
                "'12' | \"12\"",
                "!!str 12 | \"12\"",
                "! 12 | \"12\"",
                "!!int '12' | 12",
                "2020-01-01 | \"2020-01-01\"",
            })
    void scalars_follow_the_core_schema(String yaml, String json) {
        assertThat(Json.text(member(yaml))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".inf",
                "-.Inf",
                ".nan",
                "!!binary aGk=",
                "!!set {a}",
                "!custom x",
                "!!int abc",
                "{[1]: 2}",
                "*unknown",
                "&a [*a]",
                "'open",
                "@at",
                "<<: 1"
            })
    void what_json_cannot_say_is_refused_at_its_place(String yaml) {
        var fault = catchThrowableOfType(YamlException.class, () -> YamlDocument.parse("first: 1\nk: " + yaml));

        assertThat(fault.position().line()).isEqualTo(2);
        assertThat(fault.position().column()).isGreaterThan(3);
    }

    @Test
    void duplicate_keys_are_refused_at_the_second_one() {
        assertThatThrownBy(() -> YamlDocument.parse("a:\n  x: 1\n  'x': 2\n"))
                .isInstanceOfSatisfying(
                        YamlException.class, e -> assertThat(e.position()).isEqualTo(new Position(3, 3)))
                .hasMessageContaining("duplicate key x");
    }

    @Test
    void keys_become_text() {
        assertThat(Json.text(YamlDocument.parse("{1: a, true: b, 'c d': e}").value()))
                .isEqualTo("{\"1\":\"a\",\"true\":\"b\",\"c d\":\"e\"}");
    }

    @Test
    void aliases_and_merge_keys_are_followed() {
        var value = YamlDocument.parse("""
                base: &base {x: 1, y: 2}
                more: &more {y: 3, z: 4}
                one:
                  <<: *base
                  x: 9
                two:
                  <<: [*more, *base]
                """).value();

        assertThat(Json.text(value))
                .contains("\"one\":{\"x\":9,\"y\":2}")
                .contains("\"two\":{\"y\":3,\"z\":4,\"x\":1}");
    }

    @Test
    void a_bomb_of_aliases_is_refused() {
        var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }

        assertThatThrownBy(() -> YamlDocument.parse(text.toString())).hasMessageContaining("expand");
    }

    @Test
    void a_chain_of_aliases_cannot_nest_deeper_than_the_bound() {
        var text = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i < 300; i++) {
            text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }

        assertThatThrownBy(() -> YamlDocument.parse(text.toString())).hasMessageContaining("levels deep");
    }

    @Test
    void depth_and_length_are_bounded() {
        assertThat(YamlDocument.parse("[".repeat(199) + "]".repeat(199)).value())
                .isInstanceOf(JsonArray.class);
        assertThatThrownBy(() -> YamlDocument.parse("[".repeat(201) + "]".repeat(201)))
                .isInstanceOf(YamlException.class);
        assertThatThrownBy(() -> YamlDocument.parse("[".repeat(100_000))).isInstanceOf(YamlException.class);
        assertThatThrownBy(() -> YamlDocument.parse("a".repeat((4 << 20) + 1))).isInstanceOf(YamlException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "--- # start\n...\n"})
    void a_text_without_a_value_is_an_empty_object(String text) {
        assertThat(YamlDocument.parse(text).value()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void only_the_first_document_counts() {
        assertThat(YamlDocument.parse("a: 1\n---\nb: [broken").value()).isEqualTo(Json.parseObject("{\"a\":1}"));
    }

    @Test
    void positions_name_members_by_key_and_elements_by_their_start() {
        var document = YamlDocument.parse("# 😀\nspec:\n  😀: x\n  args:\n    - a\n    - b: 1\n");

        assertThat(document.position(path("spec.args"))).isEqualTo(new Position(4, 3));
        assertThat(document.position(path("spec.args[0]"))).isEqualTo(new Position(5, 7));
        assertThat(document.position(path("spec.args[1].b"))).isEqualTo(new Position(6, 7));
        assertThat(document.position(path("spec.args[1].missing"))).isEqualTo(new Position(6, 7));
        assertThat(document.position(path("spec.type"))).isEqualTo(new Position(2, 1));
        assertThat(document.position(path("other"))).isEqualTo(new Position(2, 1));
    }

    @Test
    void several_lines_are_written_as_a_literal_block() {
        var value = JsonObject.builder()
                .put("script", "a\n  b\n")
                .put("list", JsonArray.of(new JsonString("x\ny")))
                .put("yes", "no")
                .build();

        assertThat(YamlDocument.write(value)).isEqualTo("""
                script: |
                  a
                    b
                list:
                  - |-
                    x
                    y
                'yes': 'no'
                """);
    }

    @Test
    void a_key_too_long_for_one_line_is_written_explicitly() {
        var value = JsonObject.of("k".repeat(2_000), JsonArray.ofStrings(List.of("a")));

        assertThat(YamlDocument.parse(YamlDocument.write(value)).value()).isEqualTo(value);
    }

    private static JsonValue member(String yaml) {
        return ((JsonObject) YamlDocument.parse("k: " + yaml).value()).get("k").orElseThrow();
    }

    private static JsonPath path(String text) {
        return new JsonPath(text);
    }
}
