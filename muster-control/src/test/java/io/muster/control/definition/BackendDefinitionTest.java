package io.muster.control.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendDefinitionTest {
    private static final ResourceKey KEY = ResourceKey.server("github");

    @Test
    void a_full_stdio_definition_becomes_a_spec() {
        var spec = valid("""
                {"type": "stdio", "command": "npx", "args": ["-y", "server"], "env": {"KEY": "line 1\\nline 2"},
                 "autoStart": true, "timeout": 20, "toolPrefix": "gh", "description": "Code",
                 "family": {"name": "code", "instanceArg": "host"}}""");

        assertThat(spec)
                .isEqualTo(new BackendSpec(
                        "github",
                        new Endpoint.Stdio("npx", List.of("-y", "server"), Map.of("KEY", "line 1\nline 2")),
                        Access.SHARED,
                        new BackendSpec.Naming(Optional.of("gh"), Optional.of(new BackendSpec.Family("code", "host"))),
                        "Code",
                        true,
                        Duration.ofSeconds(20)));
    }

    @Test
    void defaults_are_applied_and_the_environment_of_a_remote_server_is_ignored() {
        var spec = valid("{'type': 'sse', 'url': 'http://localhost:1/sse', 'env': {'A': 'b'}}".replace('\'', '"'));

        assertThat(spec.timeout()).isEqualTo(Duration.ZERO);
        assertThat(spec.autoStart()).isFalse();
        assertThat(spec.access()).isEqualTo(Access.SHARED);
        assertThat(spec.endpoint()).isInstanceOf(Endpoint.Sse.class);
    }

    @Test
    void snake_case_and_other_capitals_are_understood() {
        var spec = valid("{\"type\": \"stdio\", \"command\": \"x\", \"auto_start\": true, \"TOOLPREFIX\": \"p\"}");

        assertThat(spec.autoStart()).isTrue();
        assertThat(spec.naming().toolPrefix()).contains("p");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                            | spec.type | type is required
            {"type": " "}                                                 | spec.type | type is required
            {"type": 5}                                                   | spec.type | must be a string
            {"type": "grpc"}                                              | spec.type | unsupported MCP server type: grpc (supported: stdio, streamable-http, sse)
            {"type": "stdio"}                                             | spec.command | command is required for stdio type
            {"type": "stdio", "command": ""}                              | spec.command | command is required for stdio type
            {"type": "sse"}                                               | spec.url | url is required for streamable-http and sse types
            {"type": "streamable-http"}                                   | spec.url | url is required for streamable-http and sse types
            {"type": "sse", "url": "http://h", "args": ["a"]}             | spec.args | args field is only allowed when type is stdio
            {"type": "stdio", "command": "x", "headers": {"A": "b"}}      | spec.headers | headers field is only allowed when type is streamable-http or sse
            {"type": "stdio", "command": "x", "auth": {"type": "oauth"}}  | spec.auth | auth configuration is only supported for remote server types (streamable-http or sse)
            {"type": "stdio", "command": "x", "timeout": -1}              | spec.timeout | must be between 1 and 300
            {"type": "stdio", "command": "x", "timeout": 0.5}             | spec.timeout | must be a whole number
            {"type": "stdio", "command": "x", "timeout": 301}             | spec.timeout | must be between 1 and 300
            {"type": "stdio", "command": "x", "toolPrefix": "1a"}         | spec.toolPrefix | must match ^[a-zA-Z][a-zA-Z0-9_-]*$
            {"type": "stdio", "command": "x", "tool_prefix": "1a"}        | spec.tool_prefix | must match ^[a-zA-Z][a-zA-Z0-9_-]*$
            {"type": "stdio", "command": "x", "family": {"name": "f"}}    | spec.family.instanceArg | instanceArg is required
            {"type": "stdio", "command": "x", "ARGS": ["a", 1]}           | spec.ARGS[1] | must be a string
            {"type": "stdio", "command": "x", "args": ["a", 1]}           | spec.args[1] | must be a string
            {"type": "stdio", "command": "x", "env": {"A=B": "c"}}        | spec.env.A=B | is not a valid name of an environment variable
            {"type": "stdio", "command": "x", "env": {"A": "a\\u0000b"}}  | spec.env.A | the value must not contain NUL
            {"type": "sse", "url": "http://h", "headers": {"A B": "c"}}   | spec.headers.A B | is not a valid header name
            {"type": "sse", "url": "http://h", "headers": {"A": "b\\r\\nC: d"}} | spec.headers.A | the value must not contain CR, LF or NUL
            {"type": "sse", "url": "ftp://h"}                             | spec.url | must start with http:// or https://
            {"type": "sse", "url": "http://"}                             | spec.url | is not a valid URL (at character 8)
            {"type": "sse", "url": "http:///x"}                           | spec.url | must name a host
            {"type": "sse", "url": "http://h", "auth": {"type": "basic"}} | spec.auth.type | must be oauth or none
            {"type": "sse", "url": "http://h", "auth": {"authorizationServer": {"issuer": "https://i"}}} | spec.auth.authorizationServer | authorizationServer is only valid when type is oauth
            {"type": "sse", "url": "http://h", "auth": {"type": "oauth", "forwardToken": true, "authorizationServer": {"issuer": "https://i"}}} | spec.auth.forwardToken | forwardToken bypasses per-backend OAuth; set one or the other, not both
            {"type": "sse", "url": "http://h", "auth": {"type": "oauth", "tokenExchange": {"enabled": true, "dexTokenEndpoint": "https://d/t", "connectorId": "c"}, "authorizationServer": {"issuer": "https://i"}}} | spec.auth.tokenExchange | tokenExchange has its own issuer/endpoint config; set one or the other, not both
            {"type": "sse", "url": "http://h", "auth": {"tokenExchange": {"enabled": true, "connectorId": "c"}}} | spec.auth.tokenExchange.dexTokenEndpoint | dexTokenEndpoint is required when enabled
            """)
    void each_rule_has_its_text_and_place(String spec, String path, String message) {
        assertThat(problems(spec))
                .extracting(problem -> problem.path().text(), Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(path, message));
    }

    @Test
    void a_timeout_of_zero_is_none() {
        var spec = valid("{\"type\": \"stdio\", \"command\": \"x\", \"TimeOut\": 0}");

        assertThat(spec.timeout()).isEqualTo(Duration.ZERO);
        assertThat(spec.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void an_invalid_definition_also_names_its_unknown_fields() {
        var definition = new Definition(
                Json.parseObject("{\"stats\": {}, \"spec\": {\"type\": \"stdio\", \"comand\": \"python3\"}}"));

        assertThat(BackendDefinition.decode(KEY, definition))
                .isEqualTo(new Decoded.Invalid<>(List.of(
                        problem("spec.command", "command is required for stdio type"),
                        problem("stats", "unknown field; did you mean 'status'?"),
                        problem("spec.comand", "unknown field; did you mean 'command'?"))));
    }

    @Test
    void a_manifest_in_other_capitals_is_understood_and_problems_are_where_they_were_written() {
        var decoded = BackendDefinition.decode(KEY, new Definition(Json.parseObject("""
                {"APIVersion": "muster.giantswarm.io/v1alpha1", "Kind": "Server", "Metadata": {"Name": "gitlab"},
                 "Spec": {"Type": "stdio", "Command": "x"}}""")));

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(((Decoded.Valid<?>) valid).warnings())
                                .containsExactlyInAnyOrder(
                                        problem("Kind", "is not MCPServer"),
                                        problem(
                                                "Metadata.Name",
                                                "differs from the name of the file, 'github', which counts")));
    }

    @Test
    void annotations_are_found_in_other_capitals() {
        var definition = new Definition(
                Json.parseObject("{\"Metadata\": {\"Annotations\": {\"ui.giantswarm.io/registered-by\": \"ada\"}}}"));

        assertThat(definition.annotation(Definition.REGISTERED_BY)).contains("ada");
        assertThat(definition.withAnnotation(Definition.REGISTERED_BY, "bob").document())
                .isEqualTo(Json.parseObject(
                        "{\"Metadata\": {\"Annotations\": {\"ui.giantswarm.io/registered-by\": \"bob\"}}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/?team=a&page=2,         ''",
        "http://h/?api_key=,              ''",
        "http://ada:pw@h/?api_key=a,      carries credentials; put them into headers",
        "http://h/?team=a&Api_Key=b,      carries credentials; put them into headers if the server takes them there",
        "http://h/?access_token=b,        carries credentials; put them into headers if the server takes them there"
    })
    void credentials_in_a_url_are_a_warning(String url, String warning) {
        var decoded = decode("{\"type\": \"sse\", \"url\": \"" + url + "\"}");

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(((Decoded.Valid<?>) valid).warnings())
                                .isEqualTo(warning.isEmpty() ? List.of() : List.of(problem("spec.url", warning))));
    }

    @Test
    void all_problems_are_found_at_once() {
        var problems = problems("""
                {"type": "stdio", "timeout": "soon", "toolPrefix": "?", "headers": {"A": "b"},
                 "env": {"X": 1}, "family": {}}""");

        assertThat(problems)
                .extracting(problem -> problem.path().text())
                .containsExactlyInAnyOrder(
                        "spec.command",
                        "spec.timeout",
                        "spec.toolPrefix",
                        "spec.headers",
                        "spec.env.X",
                        "spec.family.name",
                        "spec.family.instanceArg");
    }

    @Test
    void a_spec_that_is_no_object_is_a_problem() {
        var definition = new Definition(Json.parseObject("{\"spec\": [1]}"));

        assertThat(BackendDefinition.decode(KEY, definition))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        invalid -> assertThat(invalid.problems().toString()).contains("spec: must be an object"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"oauth\"}",
                "{\"forwardToken\": true}",
                "{\"forward_token\": true}",
                "{\"type\": \"oauth\", \"authorizationServer\": {\"issuer\": \"http://localhost:5556/dex\"}}",
                "{\"tokenExchange\": {\"enabled\": true, \"dexTokenEndpoint\": \"http://localhost/t\", \"connectorId\": \"c\"}}"
            })
    void authentication_makes_access_per_session_and_plain_http_is_let_pass(String auth) {
        var spec = valid("{\"type\": \"sse\", \"url\": \"http://h/\", \"auth\": " + auth + "}");

        assertThat(spec.access()).isInstanceOf(Access.PerSession.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\": \"none\"}", "{\"tokenExchange\": {\"enabled\": false}}"})
    void an_inert_auth_block_leaves_access_shared(String auth) {
        assertThat(valid("{\"type\": \"sse\", \"url\": \"http://h/\", \"auth\": " + auth + "}")
                        .access())
                .isEqualTo(Access.SHARED);
    }

    @Test
    void unknown_fields_and_a_name_of_another_file_are_warnings() {
        var definition = new Definition(Json.parseObject("""
                {"kind": "MCPServer", "metadata": {"name": "gitlab"}, "sepc": 1, "status": {"state": "Failed"},
                 "spec": {"type": "stdio", "command": "x", "autostart": true, "comand": "y", "zzz": 1,
                          "auth": {"typ": "none"}}}"""));

        var decoded = BackendDefinition.decode(KEY, definition);

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(((Decoded.Valid<?>) valid).warnings())
                                .extracting(Problem::toString)
                                .containsExactlyInAnyOrder(
                                        "metadata.name: differs from the name of the file, 'github', which counts",
                                        "sepc: unknown field; did you mean 'spec'?",
                                        "spec.comand: unknown field; did you mean 'command'?",
                                        "spec.zzz: unknown field",
                                        "spec.auth.typ: unknown field; did you mean 'type'?"));
    }

    @Test
    void no_message_repeats_a_secret() {
        var problems = problems("""
                {"type": "streamable-http", "url": "http://user:s3cret@[bad",
                 "headers": {"Authorization": "Bearer s3cret\\n"}, "env": {"K": "s3cret\\u0000"}}""");

        assertThat(problems).hasSize(3);
        assertThat(problems.toString()).doesNotContain("s3cret");
    }

    private static Problem problem(String path, String message) {
        return new Problem(new JsonPath(path), message);
    }

    private static BackendSpec valid(String spec) {
        return switch (decode(spec)) {
            case Decoded.Valid<BackendSpec>(var value, var warnings) -> value;
            case Decoded.Invalid<BackendSpec>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<Problem> problems(String spec) {
        return switch (decode(spec)) {
            case Decoded.Valid<BackendSpec> valid -> List.of();
            case Decoded.Invalid<BackendSpec>(var problems) -> problems;
        };
    }

    private static Decoded<BackendSpec> decode(String spec) {
        JsonObject document = Json.parseObject(spec);
        return BackendDefinition.decode(KEY, Definition.of(KEY, document));
    }
}
