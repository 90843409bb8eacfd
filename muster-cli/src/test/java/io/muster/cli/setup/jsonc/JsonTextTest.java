package io.muster.cli.setup.jsonc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.yaml.Position;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    private static final JsonObject ENTRY = Json.parseObject("{\"url\":\"http://m/mcp\",\"args\":[\"a\",\"b\"]}");
    private static final List<String> MUSTER = List.of("servers", "muster");

    @Test
    void an_entry_is_added_behind_the_last_one_and_comments_stay_where_they_belong() {
        var text = commented("""
                // mine
                {
                    "servers": {
                        "a": {}, /* one */
                        "b": { "x": [1,2 ,3] } // two
                    },
                    "font" : 13
                }
                """);

        assertThat(text.with(MUSTER, ENTRY)).hasToString("""
                // mine
                {
                    "servers": {
                        "a": {}, /* one */
                        "b": { "x": [1,2 ,3] }, // two
                        "muster": {
                            "url": "http://m/mcp",
                            "args": ["a", "b"]
                        }
                    },
                    "font" : 13
                }
                """);
    }

    @Test
    void a_trailing_comma_stays_one() {
        var text = commented("{\n\t\"servers\": {\n\t\t\"a\": 1, // one\n\t},\n}\n");

        assertThat(text.with(MUSTER, JsonObject.of("url", "u")))
                .hasToString(
                        "{\n\t\"servers\": {\n\t\t\"a\": 1, // one\n\t\t\"muster\": {\n\t\t\t\"url\": \"u\"\n\t\t},\n\t},\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | {~  \"servers\": {~    \"muster\": {~      \"url\": \"u\"~    }~  }~}~",
                "{}                          | {~  \"servers\": {~    \"muster\": {~      \"url\": \"u\"~    }~  }~}",
                "{\"servers\":{}}            | {\"servers\":{\"muster\": {\"url\": \"u\"}}}",
                "{\"a\":1}                   | {\"a\":1, \"servers\": {\"muster\": {\"url\": \"u\"}}}",
                "{~ \"servers\": {~ }~}      | {~ \"servers\": {~  \"muster\": {~   \"url\": \"u\"~  }~ }~}",
                "{~ \"servers\": { // c~ }~} | {~ \"servers\": { // c~  \"muster\": {~   \"url\": \"u\"~  }~ }~}",
                "{~ \"servers\": {\"muster\": 1}~} | {~ \"servers\": {\"muster\": {~  \"url\": \"u\"~ }}~}",
            })
    void an_entry_takes_the_form_of_its_surroundings(String before, String after) {
        var text = commented(before.replace('~', '\n'));

        assertThat(text.with(MUSTER, JsonObject.of("url", "u"))).hasToString(after.replace('~', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~ \"servers\": {~  \"a\": 1,~  \"muster\": {}~ }~}      | {~ \"servers\": {~  \"a\": 1~ }~}",
                "{~ \"servers\": {~  \"a\": 1, // x~  \"muster\": {}~ }~} | {~ \"servers\": {~  \"a\": 1 // x~ }~}",
                "{~ \"servers\": {~  \"muster\": {},~  \"a\": 1~ }~}      | {~ \"servers\": {~  \"a\": 1~ }~}",
                "{~ \"servers\": {~  \"a\": 1,~  \"muster\": {},~ }~}     | {~ \"servers\": {~  \"a\": 1,~ }~}",
                "{\"servers\":{\"a\":1,\"muster\":{}}}                    | {\"servers\":{\"a\":1}}",
                "{\"servers\":{\"muster\":{}, \"a\":1}}                   | {\"servers\":{\"a\":1}}",
                "{\"servers\":{\"muster\":{}}}                            | {\"servers\":{}}",
                "{\"a\":1}                                                | {\"a\":1}",
            })
    void an_entry_goes_with_its_comma(String before, String after) {
        var text = commented(before.replace('~', '\n'));

        assertThat(text.without(MUSTER)).hasToString(after.replace('~', '\n'));
    }

    @Test
    void windows_line_ends_stay() {
        assertThat(commented("{\r\n  \"a\": 1\r\n}\r\n")
                        .with(List.of("b"), JsonObject.of("c", "d"))
                        .toString())
                .isEqualTo("{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": \"d\"\r\n  }\r\n}\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMMENTED | {~ \"a\": secret~}           | 2",
                "COMMENTED | {~ // fine~ \"a\" \"b\"~}    | 3",
                "COMMENTED | {~~ /* no end                | 3",
                "COMMENTED | {\"a\": \"no end             | 1",
                "COMMENTED | {~ \"a\": 1,~ \"a\": 2~}     | 3",
                "COMMENTED | [1]                          | 1",
                "STRICT    | {~ \"a\": 1, // no~ \"b\": 2~} | 2",
                "STRICT    | {~ \"a\": 1,~}               | 3",
            })
    void a_fault_has_its_line_and_tells_nothing_of_the_text(Dialect dialect, String text, int line) {
        assertThatThrownBy(() -> JsonText.parse(text.replace('~', '\n'), dialect))
                .isInstanceOfSatisfying(
                        JsonTextException.class,
                        fault -> assertThat(fault.position().line()).isEqualTo(line))
                .hasMessageNotContaining("secret");
    }

    @Test
    void comment_signs_and_commas_in_strings_are_text() {
        var text = commented("{\"url\": \"http://x/*y*/,]\", \"b\\\"//\": [\"},\"]}");

        assertThat(text.value().text("url")).contains("http://x/*y*/,]");
        assertThat(text.value().names()).containsExactly("url", "b\"//");
    }

    @Test
    void a_member_is_found_behind_comments() {
        var text = commented("{\n  // äöü\n  \"servers\": { /* x */ \"muster\": 1 }\n}");

        assertThat(text.position(MUSTER)).isEqualTo(new Position(3, 24));
        assertThat(text.position(List.of("servers", "other"))).isEqualTo(new Position(3, 3));
    }

    @Test
    void something_else_than_an_object_on_the_way_is_not_overwritten() {
        assertThatThrownBy(() -> commented("{\n \"servers\": []\n}").with(MUSTER, ENTRY))
                .isInstanceOfSatisfying(
                        JsonTextException.class,
                        fault -> assertThat(fault.position()).isEqualTo(new Position(2, 2)))
                .hasMessage("servers must be an object");
    }

    @Property
    void what_is_added_and_removed_again_leaves_the_value_as_it_was(@ForAll("texts") String source) {
        var text = commented(source);

        var with = text.with(MUSTER, ENTRY);

        assertThat(with.value().object("servers").orElseThrow().get("muster")).contains(ENTRY);
        assertThat(comments(with.toString())).isEqualTo(comments(source));
        assertThat(with.without(MUSTER).value())
                .isEqualTo(
                        text.value().object("servers").isPresent()
                                ? text.value()
                                : text.value().with("servers", JsonObject.EMPTY));
    }

    private static long comments(String text) {
        return text.chars().filter(c -> c == '#').count();
    }

    @Provide
    Arbitrary<String> texts() {
        var blank = Arbitraries.of("", " ", "\n", "\n  ", " // #\n", " /* # */ ", "/*\n#*/", "\t");
        var value = Arbitraries.of("1", "\"x\"", "{}", "[1,]", "{ \"q\": [ ] }");
        var comma = Arbitraries.of("", ",");
        var servers = Combinators.combine(blank, blank, blank, value, comma)
                .as((a, b, c, v, end) -> "\"servers\":" + a + "{" + b + "\"x\"" + c + ":" + v + a + end + b + "}");
        var member = Arbitraries.oneOf(value.map(v -> "\"m\": " + v), servers);
        return Combinators.combine(blank, blank, member, blank, comma)
                .as((a, b, m, c, end) -> a + "{" + b + m + c + end + a + "}" + b);
    }

    private static JsonText commented(String text) {
        return JsonText.parse(text, Dialect.COMMENTED);
    }
}
