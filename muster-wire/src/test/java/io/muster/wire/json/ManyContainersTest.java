package io.muster.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of very many small containers, which would cost far more memory than they have bytes. */
class ManyContainersTest {
    private static final int MANY = 2 * JsonReader.MOST_CONTAINERS;

    private static String many(String element) {
        return many(element, MANY);
    }

    private static String many(String element, int count) {
        return "[" + (element + ",").repeat(count - 1) + element + "]";
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"a\":1}", "{\"a\":[\"}]\\\"\",{}]}", "[[1],{}]"})
    void they_are_what_they_are(String element) {
        var expected = Json.parse(element);
        var shallow =
                Json.parseObject("{\"a\":" + many(element) + "}").array("a").orElseThrow();
        var deep = Json.parseObject("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":" + many(element) + "}}}}}");
        var scanned = ((JsonArray) deep.object("a")
                .orElseThrow()
                .object("b")
                .orElseThrow()
                .object("c")
                .orElseThrow()
                .object("d")
                .orElseThrow()
                .get("e")
                .orElseThrow());

        assertThat(shallow.values()).hasSize(MANY).allMatch(expected::equals);
        assertThat(scanned.values()).hasSize(MANY).allMatch(expected::equals);
        assertThat(Json.text(scanned)).isEqualTo(many(element));
        assertThat(Json.text(shallow, JsonFormat.COMPACT)).isEqualTo(many(element));
        assertThat(shallow).isEqualTo(scanned).hasSameHashCodeAs(scanned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}"})
    void reading_them_costs_little_more_than_their_places(String element) {
        var count = 10 * JsonReader.MOST_CONTAINERS;
        var document = ("{\"a\":" + many(element, count) + "}").getBytes(StandardCharsets.UTF_8);

        assertThat(allocatedBy(() -> Json.parse(document))).isLessThan(count * 100L);
    }

    private static long allocatedBy(Runnable task) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void malformed_ones_are_refused_all_the_same() {
        var broken = many("{}").replaceAll(".$", ",{]}]");

        assertThatThrownBy(() -> Json.parse(broken)).isInstanceOf(JsonException.class);
    }
}
