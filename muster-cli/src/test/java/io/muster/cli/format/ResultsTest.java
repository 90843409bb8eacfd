package io.muster.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    private static final String SERVERS = """
            {"mcpServers":[
              {"name":"zeta","type":"stdio","state":"Connected","autoStart":true,"command":"uvx","error":"x"},
              {"name":"Alpha","type":"streamable-http","state":"Running","sessionAuth":"auth_required","toolsCount":0,
               "url":"https://a/mcp","connectedAt":"2026-01-31T10:00:00.5Z"},
              {"name":"beta","type":"sse","state":"auth_required","sessionAuth":"unknown"}],
             "total":3,"hint":"(1 failed hidden)"}""";

    @Test
    void servers_have_their_words_and_no_details() {
        assertThat(table(SERVERS)).isEqualTo("""
                NAME    STATE           TYPE              SESSION
                Alpha   Connected       streamable-http   Pending Auth
                beta    Auth Required   sse               -
                zeta    Running         stdio             -
                (1 failed hidden)
                """);
    }

    @Test
    void wide_shows_what_a_table_leaves_out() {
        assertThat(new Results(OutputFormat.WIDE, new Style(false, 0, false)).text(SERVERS))
                .isEqualTo("""
                Alpha   Connected       streamable-http   Pending Auth   -   2026-01-31 10:00:00   https://a/mcp   -     -     -
                beta    Auth Required   sse               -              -   -                     -               -     -     -
                zeta    Running         stdio             -              -   -                     -               uvx   Yes   x
                (1 failed hidden)
                """);
    }

    @Test
    void services_show_their_health() {
        assertThat(table("""
                {"services":[{"name":"a","service_type":"MCPServer","state":"connected","health":"healthy","metadata":{"x":1}}],"total":1}""")).isEqualTo("""
                NAME   HEALTH    STATE       SERVICE_TYPE
                a      healthy   Connected   MCPServer
                """);
    }

    @Test
    void runs_keep_their_id_and_their_order() {
        assertThat(table("""
                {"executions":[
                  {"execution_id":"2","workflow_name":"w","status":"failed","started_at":"2026-01-31T10:00:00Z","duration_ms":90000,"error":"e"},
                  {"execution_id":"1","workflow_name":"w","status":"completed","started_at":"2026-01-31T09:00:00Z","duration_ms":12}]}""")).isEqualTo("""
                EXECUTION_ID   WORKFLOW_NAME   STATUS      STARTED_AT            DURATION_MS   ERROR
                2              w               failed      2026-01-31 10:00:00   1.5m          e
                1              w               completed   2026-01-31 09:00:00   12ms          -
                """);
    }

    @Test
    void events_tell_what_happened() {
        assertThat(table("""
                [{"message":"m","namespace":"d","reason":"R","resource_name":"n","resource_type":"MCPServer","timestamp":"2026-01-31 10:00:00","type":"Normal"}]""")).isEqualTo("""
                TIMESTAMP             TYPE     RESOURCE_TYPE   RESOURCE_NAME   REASON   MESSAGE
                2026-01-31 10:00:00   Normal   MCPServer       n               R        m
                """);
    }

    @Test
    void a_workflow_shows_arguments_and_steps() {
        assertThat(table("""
                {"workflow":{"name":"w","description":"does","args":{"n":{"type":"integer","required":true,"description":"how many"},
                 "s":{"type":"string","default":"x"}},"steps":[{"id":"a","tool":"t"},{"id":"b","forEach":{}}]},"yaml":"name: w"}""")).isEqualTo("""
                PROPERTY      VALUE
                name          w
                description   does

                Input Args:
                ARGUMENT   TYPE      DESCRIPTION    REQUIRED
                n          integer   how many       Yes
                s          string    (default: x)   No

                Workflow Steps:
                STEP   TOOL        DESCRIPTION
                a      t           -
                b      (forEach)   -
                """);
    }

    @Test
    void a_failed_run_is_called_failed_and_shows_its_steps() {
        assertThat(table("""
                {"execution_id":"1","workflow":"w","status":"failed","input":{"n":1},
                 "steps":[{"id":"a","tool":"t","status":"completed","result":{"x":1}},{"id":"b","status":"failed","error":"boom"}]}""")).isEqualTo("""
                Workflow Execution Failed

                PROPERTY       VALUE
                execution_id   1
                workflow       w
                status         failed

                Input Parameters:
                PARAMETER   VALUE
                n           1

                Step Results:
                STEP   STATUS      DETAILS
                a      completed   {"x":1}
                b      failed      boom
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                     | No items found",
                "{\"services\":[]}      | No services found",
                "{\"mcpServers\":null}  | No MCP servers found",
                "{\"executions\":[]}    | No executions found",
                "plain text             | plain text",
                "42                     | 42",
            })
    void what_is_empty_or_no_json_is_a_sentence(String text, String expected) {
        assertThat(table(text)).isEqualTo(expected + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "available   | true                  | Available",
                "available   | false                 | Unavailable",
                "autoStart   | false                 | No",
                "other       | true                  | true",
                "x           | null                  | -",
                "toolsCount  | 0                     | -",
                "toolsCount  | 7                     | 7",
                "timeout     | 30                    | 30s",
                "duration_ms | 999                   | 999ms",
                "duration_ms | 1500                  | 1.5s",
                "duration_ms | 5400000               | 1.5h",
                "createdAt   | \"2026-01-31T10:00:00+02:00\" | 2026-01-31 10:00:00",
                "sessionAuth | \"token_expired\"     | Expired",
                "steps       | [1]                   | 1 step",
                "steps       | [1,2]                 | 2 steps",
                "tools       | [\"x_kubernetes_get\",\"core_a\",\"mcp_b\"] | get, a (+1 more)",
                "list        | [1,\"a\"]             | 1, a",
                "list        | [1,2,3]               | [3 items]",
                "metadata    | {\"icon\":\"i\",\"enabled\":true} | i true",
                "metadata    | {\"a\":1}             | [metadata]",
                "map         | {\"type\":\"t\",\"x\":1} | t",
                "map         | {\"a\":1,\"b\":2}     | {2 fields}",
                "description | \"0123456789 0123456789 0123456789 0123456789 0123456789\" | 0123456789 0123456789 0123456789 0123456789 012...",
            })
    void cells_are_short_and_readable(String name, String value, String expected) {
        assertThat(Cells.of(name, JsonObject.of(name, Json.parse(value))).text())
                .isEqualTo(expected);
    }

    @Test
    void a_narrow_terminal_cuts_the_widest_columns() {
        var text = new Results(OutputFormat.TABLE, new Style(true, 40, false)).text("""
                [{"name":"a","status":"ok","description":"a long description that does not fit"}]""");

        assertThat(text).isEqualTo("""
                NAME   STATUS   DESCRIPTION
                a      ok       a long description th...
                """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 40);
    }

    @Test
    void a_terminal_too_narrow_for_columns_gets_lines() {
        var text = new Results(OutputFormat.TABLE, new Style(true, 40, false)).text(SERVERS);

        assertThat(text).startsWith("""
                NAME: Alpha
                  STATE: Connected
                  TYPE: streamable-http
                  SESSION: Pending Auth
                """);
    }

    @Test
    void colours_do_not_disturb_columns() {
        var text = new Results(OutputFormat.TABLE, new Style(false, 0, true)).text("""
                [{"name":"a","health":"unhealthy","state":"running"},{"name":"b","health":"healthy","state":"stopped"}]""");

        assertThat(text.lines())
                .containsExactly(
                        "a   \u001b[31munhealthy\u001b[0m   \u001b[32mRunning\u001b[0m",
                        "b   \u001b[32mhealthy\u001b[0m     Stopped");
    }

    @Test
    void nothing_that_a_server_says_commands_the_terminal() {
        assertThat(table("[{\"name\":\"a\\u001b[2Jb\\u202ec\\nd\"}]")).isEqualTo("NAME\na[2Jbc d\n");
        assertThat(table("\u001b]0;title\u0007text\r")).isEqualTo("]0;titletext\n");
    }

    @Test
    void json_stays_as_it_came_and_text_becomes_a_string() {
        var json = new Results(OutputFormat.JSON, Style.PLAIN);

        assertThat(json.text("{\"b\": 1.0,\n \"a\":2}")).isEqualTo("{\"b\": 1.0,\n \"a\":2}\n");
        assertThat(json.text("Service 'x' started")).isEqualTo("\"Service 'x' started\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"workflow\":{},\"yaml\":\"name: w\"} | name: w",
                "[{\"a\":1},{\"a\":[]}]                 | - a: 1;- a: []",
                "[]                                     | []",
                "true                                   | true",
                "done                                   | done",
                "{\"a\":{\"b\":null}}                   | a:;  b: null",
            })
    void yaml_is_written_from_json(String text, String expected) {
        assertThat(new Results(OutputFormat.YAML, Style.PLAIN).text(text))
                .isEqualTo(expected.replace(";", "\n") + "\n");
    }

    @Test
    void a_tool_is_described_with_its_arguments() {
        var tool = Json.parseObject("""
                {"name":"t","description":"Does it.\\nWell.","inputSchema":{"type":"object","required":["b"],"properties":{
                  "a":{"type":"string","description":"first","default":"x","enum":["x","y"]},
                  "b":{"type":"object","properties":{"c":{"type":"array","items":{"type":"integer"}}}},
                  "m":{"type":"object","additionalProperties":{"type":"string"}}}}}""");

        var text =
                new CapabilityDetails(new Results(OutputFormat.TABLE, Style.PLAIN)).show(Capabilities.Kind.TOOL, tool);

        assertThat(text).isEqualTo("""
                Name:         t
                Description:  Does it.
                              Well.

                Arguments:
                  b (required)
                    Type: object
                    Properties:
                      c
                        Type: array
                        Items:
                          Type: integer
                  a
                    Type: string
                    first
                    Default: x
                    Values: x, y
                  m
                    Type: object
                    Value Schema:
                      Type: string
                """);
    }

    private static String table(String text) {
        return new Results(OutputFormat.TABLE, Style.PLAIN).text(text);
    }
}
