package io.muster.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonProperties {
    private static final JsonMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonArbitraries.values();
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return JsonArbitraries.objects();
    }

    @Property(tries = 200)
    void every_form_reads_as_the_same_value(@ForAll("values") JsonValue value) {
        assertThat(Json.parse(Json.bytes(value))).isEqualTo(value).hasSameHashCodeAs(value);
        for (var format : JsonFormat.values()) {
            assertThat(Json.parse(Json.text(value, format))).isEqualTo(value);
        }
    }

    @Property(tries = 200)
    void the_structure_is_what_jackson_reads(@ForAll("values") JsonValue value, @ForAll long seed) {
        var bytes = spaced(Json.text(value), new Random(seed));

        assertSame(Json.parse(bytes), JACKSON.readTree(bytes));
    }

    @Property(tries = 200)
    void an_unedited_container_is_written_byte_for_byte(@ForAll("objects") JsonObject value, @ForAll long seed) {
        var text = new String(spaced(Json.text(value), new Random(seed)), StandardCharsets.UTF_8).strip();
        var read = Json.parseObject(text);

        assertThat(Json.text(read)).isEqualTo(text);
        assertThat(read).isEqualTo(value);
        assertThat(Json.text(read)).isEqualTo(text);
        assertThat(Json.line(read)).doesNotContain('\n').doesNotContain('\r');
        assertThat(Json.parse(Json.line(read))).isEqualTo(value);
    }

    @Property(tries = 200)
    void an_edit_changes_what_it_names_and_nothing_else(
            @ForAll("objects") JsonObject value, @ForAll("values") JsonValue other, @ForAll long seed) {
        var read = (JsonObject) Json.parse(spaced(Json.text(value), new Random(seed)));

        var edited = read.with("edited", other);

        assertThat(edited.get("edited")).contains(other);
        assertThat(edited.without("edited")).isEqualTo(value.without("edited"));
        var text = Json.text(edited);
        assertThat(Json.parse(text)).isEqualTo(edited);
        for (var member : read.without("edited").members()) {
            if (member.value() instanceof JsonObject || member.value() instanceof JsonArray) {
                assertThat(text).contains(Json.text(member.value()));
            }
        }
    }

    @Property(tries = 500)
    void a_long_text_is_written_as_its_characters_are(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        var special = "\"\\<>&\n\u0000\u001f\u007f\u00e9\u2028\ud83d\ude00?";
        for (int i = random.nextInt(300), odds = 1 + random.nextInt(40); i >= 0; i--) {
            text.append(
                    random.nextInt(odds) == 0
                            ? special.charAt(random.nextInt(special.length()))
                            : (char) (' ' + random.nextInt(95)));
        }

        for (var format : JsonFormat.values()) {
            var expected = text.codePoints()
                    .mapToObj(c -> Json.text(new JsonString(Character.toString(c)), format))
                    .map(quoted -> quoted.substring(1, quoted.length() - 1))
                    .collect(Collectors.joining("", "\"", "\""));
            assertThat(Json.text(new JsonString(text.toString()), format)).isEqualTo(expected);
        }
    }

    @Property(tries = 1_500)
    void mutated_bytes_are_accepted_exactly_when_jackson_accepts_them(
            @ForAll("values") JsonValue value, @ForAll long seed) {
        var random = new Random(seed);
        var bytes = spaced(Json.text(value), random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(bytes, random);
        }

        assertAcceptedAsByJackson(bytes);
    }

    @Property(tries = 1_000)
    void objects_that_are_almost_alike_are_told_apart(@ForAll long seed) {
        var random = new Random(seed);
        var names = Stream.of("", "a", "type", "typo", "abcdef", "abcdefg", "abcdefgh", "é", "tÿpe")
                .flatMap(name -> Stream.of(name, name + "-of-a-resource", "resource" + name + "-of-another-one"))
                .toList();
        var text = new StringBuilder();
        alike(names.subList(0, 1 + random.nextInt(names.size())), 4, random, text);

        assertAcceptedAsByJackson(spaced(text.toString(), random));
    }

    /** Objects with the same names in the same order, mostly; now and then one is missing, another one, or there twice. */
    private static void alike(List<String> names, int depth, Random random, StringBuilder out) {
        if (depth <= 0 || random.nextInt(4) == 0) {
            out.append(random.nextInt(100));
        } else if (random.nextInt(3) == 0) {
            out.append('[');
            for (int i = 0, count = random.nextInt(6); i < count; i++) {
                out.append(i == 0 ? "" : ",");
                alike(names, depth - 1, random, out);
            }
            out.append(']');
        } else {
            out.append('{');
            var separator = "";
            for (var name : names) {
                if (random.nextInt(8) != 0) {
                    var other = random.nextInt(60) == 0 ? names.get(random.nextInt(names.size())) : name;
                    out.append(separator).append('"').append(other).append("\":");
                    alike(names, depth - 2, random, out);
                    separator = ",";
                }
            }
            out.append('}');
        }
    }

    private static void assertAcceptedAsByJackson(byte[] bytes) {
        JsonNode expected = null;
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            expected = startsWithNul(bytes) ? null : JACKSON.readTree(text);
        } catch (CharacterCodingException | JacksonException refused) {
            expected = null;
        }
        if (expected == null || expected.isMissingNode()) {
            assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(JsonException.class);
        } else {
            assertSame(Json.parse(bytes), expected);
        }
    }

    private static boolean startsWithNul(byte[] bytes) {
        return bytes.length == 0 || bytes[0] == 0;
    }

    private static void mutate(byte[] bytes, Random random) {
        if (bytes.length > 0) {
            var interesting = "{}[]\",:\\u01-eE.+tfn \n\u0000".getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = random.nextInt(4) == 0
                    ? (byte) random.nextInt(256)
                    : interesting[random.nextInt(interesting.length)];
        }
    }

    /** The text with whitespace between tokens and some characters spelled as escapes. */
    private static byte[] spaced(String json, Random random) {
        var out = new StringBuilder();
        var inString = false;
        for (int i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            if (inString && c == '\\') {
                var length = json.charAt(i + 1) == 'u' ? 6 : 2;
                out.append(json, i, i + length);
                i += length - 1;
                continue;
            }
            if (inString && c != '"' && !Character.isSurrogate(c) && random.nextInt(8) == 0) {
                out.append(String.format("\\u%04X", (int) c));
                continue;
            }
            inString ^= c == '"';
            out.append(c);
            if (!inString && "{}[],:".indexOf(c) >= 0 && random.nextInt(4) == 0) {
                out.append(" \n\t\r".charAt(random.nextInt(4)));
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertSame(JsonValue ours, JsonNode theirs) {
        switch (ours) {
            case JsonObject object -> {
                assertThat(object.names()).containsExactlyElementsOf(theirs.propertyNames());
                object.members().forEach(member -> assertSame(member.value(), theirs.get(member.name())));
            }
            case JsonArray array -> {
                assertThat(theirs.isArray()).isTrue();
                assertThat(array.size()).isEqualTo(theirs.size());
                for (int i = 0; i < array.size(); i++) {
                    assertSame(array.get(i), theirs.get(i));
                }
            }
            case JsonString string -> assertThat(string.value()).isEqualTo(theirs.stringValue());
            case JsonNumber number -> assertThat(number.doubleValue()).isEqualTo(theirs.doubleValue());
            case JsonBoolean bool -> assertThat(bool.value()).isEqualTo(theirs.booleanValue());
            case JsonNull nothing -> assertThat(theirs.isNull()).isTrue();
        }
    }
}
