package io.muster.wire.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArbitraries;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class YamlProperties {
    private static final List<String> HAND_WRITTEN = List.of(
            "a: 1\nb:\n- x\n- y: 1\n  z: 2\n\n# end\n",
            "# head\n\na: # nested\n    b: 1 # one\n    # about c\n    c:\n\n    d: |+\n      text\n\n\nlast: 'x'\n",
            "- a\n- - b\n  - c\n-\n  k: v\n",
            "name: >-\n  folded\n  text # not a comment\n\n  more\nother: plain\n  continued\n  # comment\nb: \"x\n  y\" # q\n",
            "{a: 1, b: [1, {c: d}], \"e\": 'f', g, h: }\n",
            "a: &x\n  k: 1\nb: *x\nc:\n  <<: *x\n  id: 2\n",
            "? a\n: 1\n? b\n: - 1\n  - 2\n",
            "---\na:\n  - # note\n    b: 1\n  - [x,\n     y]\n...\n",
            "a: !!str 1\nb: ! x\n\"c\" : 3\nd:\te\n",
            "steps:\n  - id: 1\n    # about name\n    name: x\n\n    b: |-\n        y\n         z\n  - c",
            "😀: [é, 日本] # 😀\na: \"\\u2028\"\r\nb: 1\r\n");

    @Provide
    Arbitrary<JsonObject> objects() {
        return JsonArbitraries.objects();
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonArbitraries.values();
    }

    @Provide
    Arbitrary<String> documents() {
        var written = objects().map(YamlDocument::write);
        return Arbitraries.oneOf(
                Arbitraries.of(HAND_WRITTEN),
                written,
                written.map(text -> text.replace("\n", "\r\n")),
                objects().map(YamlWriter::flow),
                objects().map(value -> Json.text(value, JsonFormat.INDENTED)).filter(YamlProperties::isYaml));
    }

    @Property(tries = 200)
    void what_is_written_reads_as_the_same_value(@ForAll("objects") JsonObject value) {
        var text = YamlDocument.write(value);

        assertThat(YamlDocument.parse(text).value()).as(text).isEqualTo(value);
        assertThat(YamlDocument.parse(YamlWriter.flow(value)).value()).isEqualTo(value);
    }

    @Property(tries = 400)
    void an_edited_text_reads_as_the_changed_value(
            @ForAll("documents") String text,
            @ForAll @Size(6) List<@From("values") JsonValue> pool,
            @ForAll long seed) {
        var document = YamlDocument.parse(text);

        var changed = mutate(document.value(), pool, new Random(seed)) instanceof JsonObject object
                ? object
                : JsonObject.of("fresh", pool.getFirst());

        assertThat(YamlDocument.parse(document.edited(changed)).value()).isEqualTo(changed);
    }

    @Property(tries = 200)
    void edits_of_a_written_document_need_no_rewriting(
            @ForAll("objects") JsonObject value,
            @ForAll @Size(6) List<@From("values") JsonValue> pool,
            @ForAll long seed) {
        var text =
                "# header\n\n" + YamlDocument.write(value.with("anchor", "here").with("end", "x"));
        var document = YamlDocument.parse(text);
        var changed = ((JsonObject) mutate(document.value(), pool, new Random(seed))).with("end", "x");

        assertThat(document.edited(changed)).startsWith("# header\n");
    }

    @Property(tries = 200)
    void an_unchanged_value_leaves_the_text_alone(@ForAll("documents") String text) {
        var document = YamlDocument.parse(text);

        if (document.value() instanceof JsonObject value) {
            assertThat(document.edited(Json.parseObject(Json.text(value)))).isEqualTo(text);
        }
    }

    /** JSON may hold control characters that YAML wants escaped. */
    private static boolean isYaml(String json) {
        return json.chars().noneMatch(c -> (c >= 0x7F && c < 0xA0) || c >= 0xFEFF);
    }

    private static JsonValue mutate(JsonValue value, List<JsonValue> pool, Random random) {
        var replacement = pool.get(random.nextInt(pool.size()));
        return switch (value) {
            case JsonObject object -> {
                var result = object;
                for (var member : object.members()) {
                    result = switch (random.nextInt(6)) {
                        case 0 -> result.without(member.name());
                        case 1 -> result.with(member.name(), replacement);
                        case 2, 3 -> result.with(member.name(), mutate(member.value(), pool, random));
                        default -> result;
                    };
                }
                yield random.nextInt(3) == 0 ? result.with("new" + random.nextInt(3), replacement) : result;
            }
            case JsonArray array -> {
                var result = new ArrayList<JsonValue>();
                for (var element : array.values()) {
                    switch (random.nextInt(7)) {
                        case 0 -> {}
                        case 1 -> result.add(replacement);
                        case 2 -> result.add(mutate(element, pool, random));
                        case 3 -> {
                            result.add(replacement);
                            result.add(element);
                        }
                        default -> result.add(element);
                    }
                }
                yield JsonArray.of(result);
            }
            default -> replacement;
        };
    }
}
