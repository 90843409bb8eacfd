package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Results;
import io.muster.cli.format.Style;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import org.junit.jupiter.api.Test;

class ResultTextTest {
    @Test
    void lists_and_plain_objects_are_tables_and_other_json_is_indented() {
        assertThat(text(OutputFormat.TABLE, "[{\\\"name\\\":\\\"a\\\",\\\"port\\\":1}]"))
                .isEqualTo("NAME   PORT\na      1\n");
        assertThat(text(OutputFormat.TABLE, "{\\\"a\\\":1}")).isEqualTo("PROPERTY   VALUE\na          1\n");
        assertThat(text(OutputFormat.TABLE, "{\\\"a\\\":{\\\"b\\\":[1]}}")).isEqualTo("""
                {
                  "a": {
                    "b": [
                      1
                    ]
                  }
                }
                """);
        assertThat(text(OutputFormat.TABLE, "5 apples")).isEqualTo("5 apples\n");
    }

    @Test
    void the_format_can_be_chosen() {
        assertThat(text(OutputFormat.JSON, "{\\\"a\\\":1}")).isEqualTo("{\n  \"a\": 1\n}\n");
        assertThat(text(OutputFormat.YAML, "{\\\"a\\\":1}")).isEqualTo("a: 1\n");
    }

    @Test
    void what_is_no_text_is_named() {
        assertThat(show("""
                {"content":[
                  {"type":"image","mimeType":"image/png","data":"AAAAAAA="},
                  {"type":"audio","mimeType":"audio/wav","dataSize":400},
                  {"type":"resource_link","uri":"file:///a"},
                  {"type":"resource","resource":{"uri":"file:///b","mimeType":"text/plain","text":"hello"}},
                  {"type":"resource","resource":{"uri":"file:///c","blob":"AAAA"}}]}""")).isEqualTo("""
                [Image: MIME type image/png, 5 bytes]
                [Audio: MIME type audio/wav, 300 bytes]
                [Resource: file:///a]
                [Resource: file:///b, text/plain]
                hello
                [Resource: file:///c, 3 bytes]
                """);
    }

    @Test
    void nothing_is_said_to_be_nothing() {
        assertThat(show("{\"content\":[]}")).isEqualTo("(no output returned)\n");
        assertThat(show("{\"content\":[],\"structuredContent\":{\"a\":1}}")).isEqualTo("{\n  \"a\": 1\n}\n");
    }

    @Test
    void no_result_can_command_the_terminal() {
        var attack = "\\u001b[2J\\u009b31m\\u001b]52;c;AAAA\\u0007\\u202e\\r";
        var everywhere = """
                {"content":[
                  {"type":"text","text":"%1$s"},
                  {"type":"text","text":"{\\"a\\":[\\"\u009b%1$s\\"]}"},
                  {"type":"image","mimeType":"%1$s","data":""},
                  {"type":"resource","resource":{"uri":"%1$s","text":"%1$s"}},
                  {"type":"%1$s","x":"%1$s"},
                  "%1$s"]}""".formatted(attack);

        for (var format : OutputFormat.values()) {
            assertThat(new ResultText(new Results(format, Style.PLAIN))
                            .of(new CallToolResult(Json.parseObject(everywhere)))
                            .replace("\n", "")
                            .codePoints())
                    .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
        }
    }

    @Test
    void a_result_without_end_is_cut() {
        assertThat(text(OutputFormat.TABLE, "x".repeat(300_000))).endsWith("\n[... 37856 more characters]\n");
    }

    private static String text(OutputFormat format, String text) {
        return show(format, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    private static String show(String result) {
        return show(OutputFormat.TABLE, result);
    }

    private static String show(OutputFormat format, String result) {
        return new ResultText(new Results(format, Style.PLAIN)).of(new CallToolResult(Json.parseObject(result)));
    }
}
