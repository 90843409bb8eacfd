package io.muster.wire.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class YamlEditTest {
    private static final String FILE = """
            # Servers of the team.
            apiVersion: muster.giantswarm.io/v1alpha1   # do not touch

            kind: MCPServer
            metadata:
              name: 'files'
            spec:
              type: stdio      # or streamable-http
              # started by hand before
              autoStart: false
              args: [ "-v", "--root", /tmp ]  # flags

              env:
                # where the cache is
                CACHE: "/var/cache"
                # how loud
                LEVEL: info
              steps:
              - id: one
                # first of all
                tool: a
              - id: two   # second
                tool: b
              script: |  # in sh
                echo 1
                echo 2
              unknown: { x: 0x1F, y: ~ }
            """;

    @Test
    void an_unchanged_value_leaves_the_text_alone() {
        var document = YamlDocument.parse(FILE);

        assertThat(document.edited((JsonObject) document.value())).isEqualTo(FILE);
    }

    @Test
    void a_scalar_changes_in_place_and_keeps_quotes_and_comment() {
        assertEdit(
                spec -> spec.with("type", "sse").with("autoStart", true),
                text -> text.replace("type: stdio ", "type: sse ").replace("autoStart: false", "autoStart: true"));
        assertEdit(
                spec -> spec.with("env", spec.object("env").orElseThrow().with("CACHE", "x")),
                text -> text.replace("\"/var/cache\"", "\"x\""));
        assertEdit(
                spec -> spec.with("autoStart", "a: b"), text -> text.replace("autoStart: false", "autoStart: 'a: b'"));
    }

    @Test
    void a_new_member_goes_to_the_end_of_its_mapping() {
        assertEdit(
                spec -> spec.with("env", spec.object("env").orElseThrow().with("NEW", "1"))
                        .with("timeout", 30),
                text -> text.replace("    LEVEL: info\n", "    LEVEL: info\n    NEW: '1'\n") + "  timeout: 30\n");
        assertEdit(
                spec -> spec.with("headers", JsonObject.of("a", JsonArray.of(JsonNumber.of(1)))),
                text -> text + "  headers:\n    a:\n      - 1\n");
    }

    @Test
    void a_removed_member_takes_its_lines_and_the_comment_above_with_it() {
        assertEdit(
                spec -> spec.without("autoStart").without("steps"),
                text -> text.replace("  # started by hand before\n  autoStart: false\n", "")
                        .replaceAll("(?s)  steps:.*?(?=  script)", ""));
        assertEdit(spec -> spec.without("unknown"), text -> text.replaceAll("  unknown.*\n", ""));
    }

    @Test
    void the_header_of_a_file_survives_the_first_member() {
        var document = YamlDocument.parse(FILE);

        var edited = document.edited(((JsonObject) document.value()).without("apiVersion"));

        assertThat(edited).isEqualTo(FILE.replaceAll("apiVersion.*\n", ""));
    }

    @Test
    void brackets_stay_brackets() {
        assertEdit(
                spec -> spec.with("args", JsonArray.ofStrings(List.of("-v", "a, b"))),
                text -> text.replace("[ \"-v\", \"--root\", /tmp ]", "[-v, 'a, b']"));
        assertEdit(
                spec -> spec.with("args", JsonArray.ofStrings(List.of("-v", "--root", "/home"))),
                text -> text.replace("/tmp", "/home"));
        assertEdit(
                spec -> spec.with("args", JsonArray.EMPTY), text -> text.replace("[ \"-v\", \"--root\", /tmp ]", "[]"));
    }

    @Test
    void elements_change_come_and_go_one_by_one() {
        assertEdit(
                spec -> steps(spec, list -> List.of(list.get(0).with("tool", "z"), list.get(1))),
                text -> text.replace("tool: a", "tool: z"));
        assertEdit(
                spec -> steps(spec, list -> List.of(list.get(1))),
                text -> text.replace("  - id: one\n    # first of all\n    tool: a\n", ""));
        assertEdit(
                spec -> steps(spec, list -> List.of(list.get(0), list.get(1), JsonObject.of("id", "three"))),
                text -> text.replace("tool: b\n", "tool: b\n  - id: three\n"));
        assertEdit(
                spec -> steps(spec, list -> List.of(JsonObject.of("id", "zero"), list.get(0), list.get(1))),
                text -> text.replace("  - id: one\n", "  - id: zero\n  - id: one\n"));
        assertEdit(
                spec -> steps(spec, list -> List.of(list.get(0), list.get(1).without("id"))),
                text -> text.replace("  - id: two   # second\n    tool: b\n", "  - tool: b\n"));
        assertEdit(
                spec -> steps(spec, list -> List.of(list.get(0).without("id"), list.get(1))),
                text -> text.replace("  - id: one\n", "  - \n"));
    }

    @Test
    void a_literal_block_stays_one_and_keeps_its_comment() {
        assertEdit(
                spec -> spec.with("script", "echo 3\nexit"),
                text -> text.replace(
                        "script: |  # in sh\n    echo 1\n    echo 2\n", "script: |- # in sh\n    echo 3\n    exit\n"));
        assertEdit(
                spec -> spec.with("script", "true"),
                text -> text.replace("script: |  # in sh\n    echo 1\n    echo 2\n", "script: 'true' # in sh\n"));
    }

    @Test
    void a_value_of_another_kind_keeps_the_comment_of_its_key() {
        assertEdit(
                spec -> spec.with("type", JsonObject.of("a", JsonBoolean.TRUE)),
                text -> text.replace(
                        "type: stdio      # or streamable-http", "type: # or streamable-http\n    a: true"));
        assertEdit(
                spec -> spec.with("env", JsonObject.EMPTY),
                text -> text.replaceAll("(?s)env:.*LEVEL: info", "env: {}"));
    }

    @Test
    void line_breaks_of_the_file_are_used() {
        var document = YamlDocument.parse("a: 1\r\nb: 2");

        assertThat(document.edited(Json.parseObject("{\"a\":1,\"b\":{\"c\":[1]}}")))
                .isEqualTo("a: 1\r\nb:\r\n  c:\r\n    - 1");
        assertThat(document.edited(Json.parseObject("{\"b\":2,\"c\":3}"))).isEqualTo("b: 2\r\nc: 3");
        assertThat(document.edited(Json.parseObject("{\"a\":1}"))).isEqualTo("a: 1");
    }

    @Test
    void comments_of_an_empty_file_stay() {
        assertThat(YamlDocument.parse("# later\n---").edited(JsonObject.of("a", "b")))
                .isEqualTo("# later\n---\na: b\n");
    }

    @Test
    void what_an_alias_would_carry_elsewhere_is_written_anew() {
        var document = YamlDocument.parse("a: &x {k: 1}\nb: *x\n");

        assertThat(document.edited(Json.parseObject("{\"a\":{\"k\":1},\"b\":{\"k\":2}}")))
                .isEqualTo("a: &x {k: 1}\nb:\n  k: 2\n");
        assertThat(YamlDocument.parse(document.edited(Json.parseObject("{\"a\":{\"k\":2},\"b\":{\"k\":1}}")))
                        .value())
                .isEqualTo(Json.parseObject("{\"a\":{\"k\":2},\"b\":{\"k\":1}}"));
    }

    @Test
    void an_inherited_member_is_overridden_where_it_is_inherited() {
        var document = YamlDocument.parse("a: &x {k: 1, l: 2}\nb:\n  <<: *x # base\n");

        assertThat(document.edited(Json.parseObject("{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":9,\"l\":2}}")))
                .isEqualTo("a: &x {k: 1, l: 2}\nb:\n  <<: *x # base\n  k: 9\n");
    }

    private static void assertEdit(UnaryOperator<JsonObject> edit, UnaryOperator<String> expected) {
        var document = YamlDocument.parse(FILE);
        var value = (JsonObject) document.value();
        var changed = value.with("spec", edit.apply(value.object("spec").orElseThrow()));

        assertThat(document.edited(changed)).isEqualTo(expected.apply(FILE));
    }

    private static JsonObject steps(JsonObject spec, UnaryOperator<List<JsonObject>> edit) {
        var steps = spec.values("steps").stream().map(JsonObject.class::cast).toList();
        return spec.with("steps", JsonArray.of(edit.apply(steps)));
    }

    @Test
    void text_of_other_documents_stays() {
        var document = YamlDocument.parse("a: 1\n---\nb: 2\n");

        assertThat(document.edited(JsonObject.of("a", new JsonString("x")))).isEqualTo("a: x\n---\nb: 2\n");
    }
}
