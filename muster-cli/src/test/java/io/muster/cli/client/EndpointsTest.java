package io.muster.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.context.ContextFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void set_home() throws IOException {
        environment.put("HOME", home.toString());
        Files.createDirectories(home.resolve(".config/muster"));
    }

    @ParameterizedTest
    @CsvSource({
        // endpoint, variable, context, context variable, current, expected
        "http://a/mcp, http://b/mcp, one, two, one,  http://a/mcp",
        ",             http://b/mcp, one, two, one,  http://b/mcp",
        ",             ,             one, two, two,  http://one/mcp",
        ",             ,             ,    two, one,  http://two/sse",
        ",             ,             ,    ,    one,  http://one/mcp",
        ",             ,             ,    ,    gone, http://localhost:8090/mcp",
        ",             ,             ,    ,    ,     http://localhost:8090/mcp",
    })
    void sources_are_asked_in_their_order(
            String flag, String variable, String context, String contextVariable, String current, String expected)
            throws IOException {
        contexts((current == null ? "" : "current-context: " + current + "\n") + """
                contexts:
                  - {name: one, endpoint: "http://one/mcp"}
                  - {name: two, endpoint: "http://two/sse"}
                """);
        put("MUSTER_ENDPOINT", variable);
        put("MUSTER_CONTEXT", contextVariable);

        var endpoint =
                resolve(new EndpointFlags(Optional.ofNullable(flag), Optional.ofNullable(context), Optional.empty()));

        assertThat(endpoint.toString()).isEqualTo(expected);
        assertThat(endpoint.isSse()).isEqualTo(expected.endsWith("/sse"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}',                                              http://localhost:8090/mcp",
        "'aggregator: {port: 0, host: \"\"}',               http://localhost:8090/mcp",
        "'aggregator: {port: 9000, host: 0.0.0.0}',         http://localhost:9000/mcp",
        "'aggregator: {host: \"::\"}',                      http://localhost:8090/mcp",
        "'aggregator: {host: \"fe80::1\"}',                 'http://[fe80::1]:8090/mcp'",
        "'aggregator: {host: box, transport: sse}',         http://box:8090/sse",
        "'aggregator: {transport: streamable-http}',        http://localhost:8090/mcp",
    })
    void the_configuration_names_the_endpoint_when_nothing_else_does(String config, String expected)
            throws IOException {
        var directory = Files.createDirectories(home.resolve("other"));
        Files.writeString(directory.resolve("config.yaml"), config);

        assertThat(resolve(new EndpointFlags(Optional.empty(), Optional.empty(), Optional.of(directory))))
                .hasToString(expected);
    }

    @Test
    void an_unknown_context_is_an_error_with_the_nearest_name() throws IOException {
        contexts("contexts: [{name: production, endpoint: 'http://p/mcp'}]\n");

        assertThatThrownBy(
                        () -> resolve(new EndpointFlags(Optional.empty(), Optional.of("prodution"), Optional.empty())))
                .isInstanceOf(ContextFailure.class)
                .hasMessage("context \"prodution\" not found (did you mean \"production\"?)");
    }

    @Test
    void a_broken_contexts_file_matters_only_to_those_who_name_a_context() throws IOException {
        contexts("contexts: [\n  {name: 'one'\n");

        assertThat(resolve(EndpointFlags.NONE)).hasToString("http://localhost:8090/mcp");
        assertThatThrownBy(() -> resolve(new EndpointFlags(Optional.empty(), Optional.of("one"), Optional.empty())))
                .isInstanceOf(ContextFailure.class)
                .hasMessageContaining("contexts.yaml line ");
    }

    @ParameterizedTest
    @CsvSource({
        "'aggregator: {transport: stdio}', 'unsupported transport: stdio'",
        "'aggregator: [',                  'config.yaml line 1'",
    })
    void an_unusable_configuration_is_told(String config, String message) throws IOException {
        Files.writeString(home.resolve(".config/muster/config.yaml"), config);

        assertThatThrownBy(() -> resolve(EndpointFlags.NONE))
                .isInstanceOf(ConnectionFailure.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"localhost:8090", "ftp://x/mcp", "http:///mcp", "'not a url'", "http://user:pw@host/mcp"})
    void what_is_no_url_of_http_is_refused_without_showing_credentials(String url) {
        assertThatThrownBy(() -> Endpoint.of(url, Optional.empty()))
                .isInstanceOf(ConnectionFailure.class)
                .hasMessageStartingWith("invalid endpoint")
                .hasMessageNotContaining("pw");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8090/mcp, true",
        "http://127.0.0.1/mcp,      true",
        "'http://[::1]:8090/mcp',   true",
        "https://muster.example/mcp, false",
        "http://127.0.0.2/mcp,      false",
    })
    void local_is_what_is_named_so(String url, boolean local) {
        assertThat(Endpoint.of(url, Optional.empty()).isLocal()).isEqualTo(local);
    }

    private Endpoint resolve(EndpointFlags flags) {
        return new Endpoints(environment).resolve(flags);
    }

    private void contexts(String text) throws IOException {
        Files.writeString(home.resolve(".config/muster/contexts.yaml"), text);
    }

    private void put(String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
