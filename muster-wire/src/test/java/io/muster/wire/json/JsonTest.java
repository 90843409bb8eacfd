package io.muster.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.wire.json.JsonException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String DEEP = """
            {"a": {"b": {"c": {"d": {"e": [1.0, {"f" : "\\u0041\\/"} ],
             "g":null}}}}, "n": 1e2}""";

    @Test
    void what_nobody_edited_is_written_as_it_was_read() {
        var document = Json.parseObject(DEEP);

        assertThat(Json.text(document)).isEqualTo(DEEP);
        assertThat(Json.text(document.with("x", 1))).isEqualTo("""
                        {"a":{"b": {"c": {"d": {"e": [1.0, {"f" : "\\u0041\\/"} ],
                         "g":null}}}},"n":1e2,"x":1}""");
    }

    @Test
    void edits_keep_the_spelling_of_scalars_beside_them() {
        var document = Json.parseObject("{\"a\" : \"\\u0041\", \"b\":1.50, \"c\":[true , null]}");

        assertThat(Json.text(document.with("b", "x"))).isEqualTo("{\"a\":\"\\u0041\",\"b\":\"x\",\"c\":[true , null]}");
        assertThat(Json.text(document.without("a"))).isEqualTo("{\"b\":1.50,\"c\":[true , null]}");
        assertThat(document.without("none")).isSameAs(document);
    }

    @Test
    void an_edit_below_the_indexed_levels_changes_only_its_place() {
        var text = "[[[[[[{\"a\":1,\"b\":\"\\u0042\"}]]]]]]";
        var inner = Json.parse(text);
        while (inner instanceof JsonArray array) {
            inner = array.get(0);
        }

        assertThat(Json.text(((JsonObject) inner).with("a", 2))).isEqualTo("{\"a\":2,\"b\":\"\\u0042\"}");
    }

    @Test
    void what_values_take_is_told_whatever_their_level() {
        var small = taken("{\"a\":1}");
        var wide = taken("[" + "{},".repeat(9_999) + "{}]");
        var deep = taken("[[[[[[" + "{\"a\":0},".repeat(9_999) + "{}]]]]]]");

        assertThat(small).isBetween(100L, 1_000L);
        assertThat(wide).isGreaterThan(10_000 * 50L);
        assertThat(deep).isGreaterThan(wide);
        assertThat(taken("[\"" + "x".repeat(100_000) + "\"]")).isLessThan(1_000);
    }

    @Test
    void who_hears_what_values_take_may_give_up_at_once() {
        var unfinished = ("[" + "{},".repeat(9_999)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.parse(unfinished, _ -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    private static long taken(String document) {
        var sum = new LongAdder();
        Json.parse(document.getBytes(StandardCharsets.UTF_8), sum::add);
        return sum.sum();
    }

    @Test
    void a_line_has_no_line_breaks_and_the_same_value() {
        var document = Json.parseObject("{\n  \"a\": \"x\\ny\",\r\n  \"b\": [\n1\n]\n}");

        assertThat(new String(Json.line(document), StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
        assertThat(Json.parse(Json.line(document))).isEqualTo(document);
    }

    @Test
    void the_forms_of_tool_results_escape_markup() {
        var value = Json.parseObject("{\"a\":\"<b>&\u2028é\",\"c\":[],\"d\":[1,{}]}");

        assertThat(Json.text(value, JsonFormat.COMPACT))
                .isEqualTo("{\"a\":\"\\u003cb\\u003e\\u0026\\u2028é\",\"c\":[],\"d\":[1,{}]}");
        assertThat(Json.text(value, JsonFormat.INDENTED)).isEqualTo("""
                {
                  "a": "\\u003cb\\u003e\\u0026\\u2028é",
                  "c": [],
                  "d": [
                    1,
                    {}
                  ]
                }""");
    }

    @Test
    void lone_surrogates_survive_as_escapes() {
        var read = (JsonArray) Json.parse("[\"\\ud800\", \"\\ude00x\", \"\\ud83d\\ude00\"]");

        assertThat(read.get(0)).isEqualTo(new JsonString("\ud800"));
        assertThat(Json.text(JsonArray.of(read.values()))).isEqualTo("[\"\\ud800\",\"\\ude00x\",\"😀\"]");
    }

    @Test
    void a_stream_gets_the_same_bytes() throws IOException {
        var out = new ByteArrayOutputStream();

        Json.write(Json.parse(DEEP), out);

        assertThat(out.toByteArray()).isEqualTo(Json.bytes(Json.parse(DEEP)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2} | DUPLICATE_NAME",
                "[[[[[[[{\"a\":1,\"\\u0061\":2}]]]]]]] | DUPLICATE_NAME",
                "{} x | MALFORMED",
                "{} {} | MALFORMED",
                "[1,] | MALFORMED",
                "{\"a\" 1} | MALFORMED",
                "[01] | MALFORMED",
                "[NaN] | MALFORMED",
                "['a'] | MALFORMED",
                "[1 /* c */] | MALFORMED",
                "\"open | MALFORMED",
                "[[[[[[ | MALFORMED",
                "[[[[[[}]]]]]] | MALFORMED",
                "{\"a\":[[[[[\"\\x\"]]]]]} | MALFORMED",
                "`` | MALFORMED",
            })
    void what_is_not_one_json_document_is_refused(String text, Reason reason) {
        var refusal = catchThrowableOfType(JsonException.class, () -> Json.parse(text));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.line()).isEqualTo(1);
        assertThat(refusal.column()).isBetween(1, text.length() + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5b22c02f225d", // an overlong slash
                "5b22eda080225d", // a surrogate
                "5b22f4908080225d", // past U+10FFFF
                "5b2280225d", // a continuation alone
                "5b22e282", // cut off
                "efbbbf7b7d", // a byte order mark
                "fffe7b007d00",
                "7b007d00", // UTF-16
                "0000007b0000007d", // UTF-32
            })
    void only_utf_8_is_read(String hex) {
        var bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> Json.parse(bytes))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void a_refusal_names_line_and_column_in_characters() {
        var refusal = catchThrowableOfType(JsonException.class, () -> Json.parse("{\n \"é\": 1,\n \"é\": 2}"));

        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal.column()).isEqualTo(2);
    }

    @Test
    void depth_is_bounded_at_every_level() {
        assertThatCode(() -> Json.parse(nested(200))).doesNotThrowAnyException();
        assertRefused(nested(201), JsonLimits.DEFAULT, Reason.TOO_DEEP);
        assertRefused("[".repeat(1_000_000), JsonLimits.DEFAULT, Reason.TOO_DEEP);
        assertRefused("[[[", new JsonLimits(2, 10, 10, 100), Reason.TOO_DEEP);
        assertThatThrownBy(() -> new JsonLimits(1_001, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_deepest_document_is_walked_without_overflow() {
        var value = Json.parse(nested(1_000).getBytes(StandardCharsets.UTF_8), new JsonLimits(1_000, 1, 1, 10_000));

        assertThat(value)
                .hasSameHashCodeAs(Json.parse(
                        nested(1_000).getBytes(StandardCharsets.UTF_8), new JsonLimits(1_000, 1, 1, 10_000)));
        assertThat(Json.text(value, JsonFormat.COMPACT)).isEqualTo(nested(1_000));
    }

    @Test
    void strings_names_numbers_and_size_are_bounded_at_every_level() {
        var limits = new JsonLimits(20, 5, 4, 60);

        for (var wrap : Set.of("%s", "[[[[[[%s]]]]]]")) {
            assertThatCode(() -> Json.parse(bytes(wrap.formatted("{\"abcde\":[\"abcde\",1234,0.25]}")), limits))
                    .doesNotThrowAnyException();
            assertRefused(wrap.formatted("{\"abcdef\":1}"), limits, Reason.TOO_LARGE);
            assertRefused(wrap.formatted("[\"abcdef\"]"), limits, Reason.TOO_LARGE);
            assertRefused(wrap.formatted("[12345]"), limits, Reason.TOO_LARGE);
        }
        assertRefused(" ".repeat(60) + "1", limits, Reason.TOO_LARGE);
    }

    @Test
    void many_names_are_found_and_duplicates_among_them_refused() {
        var builder = JsonObject.builder();
        for (int i = 0; i < 1_000; i++) {
            builder.put("name" + i, i);
        }
        var text = Json.text(builder.build());

        assertThat(Json.parseObject(text).integer("name999")).hasValue(999);
        assertThat(Json.parseObject(text).has("name1000")).isFalse();
        assertRefused(text.replace("\"name999\"", "\"name3\""), JsonLimits.DEFAULT, Reason.DUPLICATE_NAME);
    }

    @Test
    void equality_ignores_the_order_of_members_and_nothing_else() {
        assertThat(Json.parse("{\"a\":1,\"b\":[2]}")).isEqualTo(Json.parse("{\"b\":[2],\"a\":1}"));
        assertThat(Json.parse("{\"a\":1}")).isNotEqualTo(Json.parse("{\"a\":1.0}"));
        assertThat(Json.parse("{\"a\":null}")).isNotEqualTo(Json.parse("{\"b\":null}"));
        assertThat(Json.parse("[1,2]")).isNotEqualTo(Json.parse("[2,1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "5.0,5",
        "5e0,5",
        "-0,0",
        "9223372036854775807,9223372036854775807",
        "9223372036854775808,",
        "0.5,",
        "1e999999999,"
    })
    void whole_numbers_are_recognised_however_they_are_spelled(String text, Long expected) {
        var value = new JsonNumber(text).longValue();

        assertThat(value.isPresent() ? (Long) value.getAsLong() : null).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01", "1.", ".5", "1e", "+1", "NaN", "1 ", "0x1"})
    void a_number_cannot_carry_other_text(String text) {
        assertThatThrownBy(() -> new JsonNumber(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threads_may_look_into_one_document_at_the_same_time() throws InterruptedException {
        var document = Json.parseObject(DEEP);
        var seen = ConcurrentHashMap.<String>newKeySet();
        var failures = Collections.synchronizedList(new ArrayList<Throwable>());
        var start = new CyclicBarrier(8);
        var threads = new ArrayList<Thread>();

        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((t, e) -> failures.add(e))
                    .start(() -> {
                        try {
                            start.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        seen.add(Json.text(document, JsonFormat.COMPACT));
                    }));
        }
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }

        assertThat(failures).isEmpty();
        assertThat(seen)
                .containsExactly("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":[1.0,{\"f\":\"A/\"}],\"g\":null}}}},\"n\":1e2}");
    }

    private static void assertRefused(String text, JsonLimits limits, Reason reason) {
        var refusal = catchThrowableOfType(JsonException.class, () -> Json.parse(bytes(text), limits));

        assertThat(refusal.reason()).isEqualTo(reason);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
