package io.muster.wire.json;

import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random JSON values, rich in what readers and writers trip over. */
public final class JsonArbitraries {
    private static final List<String> TRICKY = List.of(
            "",
            " ",
            "a b",
            "yes",
            "null",
            "~",
            "1",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#",
            "'",
            "\"",
            "\\",
            "<<",
            "{}",
            "[x]",
            "a\nb",
            "a\nb\n",
            "\n",
            "\n\n",
            " lead\nb",
            "\nb",
            "a\n \nb",
            "a\n\n",
            "\ta\nb",
            "a\r\nb",
            "tab\tin",
            "é",
            "日本",
            "😀",
            "\u2028",
            "\uFEFF",
            "\u0000",
            "\u007F",
            "\u0085",
            "|",
            ">",
            "%a",
            "@",
            "---",
            "...",
            "? a",
            ":a",
            "a:",
            "<script>&",
            "0x1F",
            "1e3",
            ".5",
            "+1",
            "2020-01-01",
            "true",
            "a,b",
            "a]",
            "!tag",
            "&x",
            "*x",
            "\"a\": 1");

    private JsonArbitraries() {}

    public static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(TRICKY)),
                Tuple.of(2, Arbitraries.strings().alpha().ofMaxLength(12)),
                Tuple.of(
                        2,
                        Arbitraries.strings()
                                .withChars(" \n\t:#-'\"[]{},&*!|>%@`ab1é\\")
                                .ofMaxLength(10)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withCharRange('\u0000', '\ud7ff')
                                .withCharRange('\ue000', '\uffff')
                                .ofMaxLength(6)));
    }

    public static Arbitrary<String> names() {
        return Arbitraries.oneOf(Arbitraries.of("a", "b", "c", "name", "id", "x y"), texts());
    }

    public static Arbitrary<JsonValue> scalars() {
        return Arbitraries.oneOf(
                texts().map(JsonString::new),
                Arbitraries.of("0", "-0", "1", "1.0", "1e2", "-1.5E+10", "12345678901234567890123", "1E400")
                        .map(JsonNumber::new),
                Arbitraries.longs().map(JsonNumber::of),
                Arbitraries.doubles().map(JsonNumber::of),
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL));
    }

    public static Arbitrary<JsonValue> values() {
        return values(3);
    }

    public static Arbitrary<JsonObject> objects() {
        return objects(3);
    }

    private static Arbitrary<JsonValue> values(int depth) {
        return depth == 0
                ? scalars()
                : Arbitraries.oneOf(
                        scalars(),
                        objects(depth - 1).map(object -> object),
                        values(depth - 1).list().ofMaxSize(4).map(JsonArray::of));
    }

    private static Arbitrary<JsonObject> objects(int depth) {
        return Combinators.combine(names(), values(depth))
                .as(JsonObject.Member::new)
                .list()
                .ofMaxSize(5)
                .map(members -> {
                    var map = new LinkedHashMap<String, JsonValue>();
                    members.forEach(member -> map.put(member.name(), member.value()));
                    return JsonObject.of(map);
                });
    }
}
