package io.muster.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.config.MusterConfig.Admin;
import io.muster.app.config.MusterConfig.Transport;
import io.muster.wire.json.Json;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MusterConfigTest {
    @Test
    void the_defaults_are_the_documented_ones() {
        var config = MusterConfig.defaults();

        assertThat(config.namespace()).isEqualTo("default");
        assertThat(config.kubernetes()).isFalse();
        var aggregator = config.aggregator();
        assertThat(aggregator.port()).isEqualTo(8090);
        assertThat(aggregator.host()).isEqualTo("localhost");
        assertThat(aggregator.transport()).isEqualTo(Transport.STREAMABLE_HTTP);
        assertThat(aggregator.musterPrefix()).isEqualTo("x");
        assertThat(aggregator.directEndpoints()).isTrue();
        assertThat(aggregator.admin()).isEqualTo(new Admin(false, 9999, "127.0.0.1"));
        assertThat(aggregator.authServer()).isEmpty();
        assertThat(aggregator.signIns()).isEmpty();
    }

    @Test
    void a_full_document_is_read() {
        var config = valid("""
                {"namespace": "ai", "kubernetes": false, "aggregator": {"port": 9000, "host": "0.0.0.0",
                 "transport": "sse", "musterPrefix": "m", "directEndpoints": true,
                 "admin": {"enabled": false, "port": 1234, "bindAddress": "::1"}}}""");

        assertThat(config.namespace()).isEqualTo("ai");
        assertThat(config.aggregator().port()).isEqualTo(9000);
        assertThat(config.aggregator().host()).isEqualTo("0.0.0.0");
        assertThat(config.aggregator().transport()).isEqualTo(Transport.SSE);
        assertThat(config.aggregator().musterPrefix()).isEqualTo("m");
        assertThat(config.aggregator().directEndpoints()).isTrue();
        assertThat(config.aggregator().admin()).isEqualTo(new Admin(false, 1234, "::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"aggregator\":null}",
                "{\"aggregator\":{\"port\":0,\"host\":\"\",\"musterPrefix\":\"\",\"admin\":null,\"oauth\":null}}",
                "{\"namespace\":\"\",\"kubernetes\":null}",
                "{\"aggregator\":{\"admin\":{\"port\":0,\"bindAddress\":\"\"}}}"
            })
    void nothing_and_null_and_zero_mean_the_default(String document) {
        assertThat(valid(document)).isEqualTo(MusterConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1, true",
        "127.0.0.2, true",
        "[::1], true",
        "::1, true",
        "0.0.0.0, false",
        "muster.example, false",
        "localhost.example, false"
    })
    void direct_endpoints_are_on_where_only_this_machine_connects(String host, boolean on) {
        assertThat(valid("{\"aggregator\":{\"host\":\"" + host + "\"}}")
                        .aggregator()
                        .directEndpoints())
                .isEqualTo(on);
        assertThat(valid("{\"aggregator\":{\"directEndpoints\":" + !on + ",\"host\":\"" + host + "\"}}")
                        .aggregator()
                        .directEndpoints())
                .isEqualTo(!on);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, streamable-http, http://localhost:8091/mcp",
        "127.0.0.2, sse, http://127.0.0.2:8091/sse",
        "::1, streamable-http, http://[::1]:8091/mcp",
        "[::1], sse, http://[::1]:8091/sse",
        "::1, stdio, stdio"
    })
    void the_endpoint_is_a_url_that_clients_can_use(String host, String transport, String endpoint) {
        var config = valid("{\"aggregator\":{\"host\":\"" + host + "\",\"transport\":\"" + transport + "\"}}");

        assertThat(config.aggregator().endpoint(8091)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"aggregator\":[]}                              | aggregator: must be an object",
                "{\"aggregator\":{\"port\":\"80\"}}               | aggregator.port: must be a whole number",
                "{\"aggregator\":{\"port\":-1}}                   | aggregator.port: must be between 0 and 65535",
                "{\"aggregator\":{\"port\":99999}}                | aggregator.port: must be between 0 and 65535",
                "{\"aggregator\":{\"port\":1.5}}                  | aggregator.port: must be a whole number",
                "{\"aggregator\":{\"host\":5}}                    | aggregator.host: must be a string",
                "{\"aggregator\":{\"admin\":{\"port\":70000}}}    | aggregator.admin.port: must be between 0 and 65535",
                "{\"kubernetes\":\"yes\"}                         | kubernetes: must be true or false",
                "{\"aggregator\":{\"oauth\":{\"server\":{\"dex\":[]}}}} | aggregator.oauth.server.dex: must be an object",
                "{\"aggregator\":{\"oauth\":{\"server\":{\"trustedAudiences\":[1]}}}} "
                        + "| aggregator.oauth.server.trustedAudiences[0]: must be a string"
            })
    void what_is_wrong_is_named_with_its_key(String document, String problem) {
        assertThat(problems(document)).contains(problem.strip());
    }

    @Test
    void all_problems_are_told_at_once() {
        assertThat(problems("{\"aggregator\":{\"port\":-1,\"host\":true},\"namespace\":[]}"))
                .hasSize(3);
    }

    @Test
    void what_this_build_cannot_do_is_refused_and_never_ignored() {
        assertThat(problems("{\"kubernetes\":true}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("kubernetes: this build does not "));
        assertThat(problems("{\"aggregator\":{\"admin\":{\"enabled\":true}}}"))
                .containsExactly("aggregator.admin.enabled: this build has no admin pages yet; "
                        + "remove the key or set it to false");
    }

    @Test
    void unknown_keys_are_warnings_with_the_nearest_name() {
        assertThat(warnings("{\"kubernets\":true,\"events\":true,\"aggregator\":{\"prot\":1,\"admin\":{\"bind\":1}}}"))
                .containsExactlyInAnyOrder(
                        "kubernets: unknown key, did you mean 'kubernetes'?",
                        "events: unknown key",
                        "aggregator.prot: unknown key, did you mean 'port'?",
                        "aggregator.admin.bind: unknown key");
    }

    @Test
    void odd_transports_and_prefixes_are_warnings() {
        var document = "{\"aggregator\":{\"transport\":\"foo\",\"musterPrefix\":\"1 x\"}}";

        assertThat(warnings(document))
                .satisfiesExactly(
                        transport -> assertThat(transport).startsWith("aggregator.transport: "),
                        prefix -> assertThat(prefix).startsWith("aggregator.musterPrefix: "));
        assertThat(valid(document).aggregator().transport()).isEqualTo(Transport.STREAMABLE_HTTP);
    }

    private static List<String> warnings(String document) {
        return switch (decode(document)) {
            case Decoded.Valid<MusterConfig> valid ->
                valid.warnings().stream().map(Problem::toString).toList();
            case Decoded.Invalid<MusterConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static Decoded<MusterConfig> decode(String document) {
        return MusterConfig.decode(Json.parseObject(document));
    }

    private static MusterConfig valid(String document) {
        return switch (decode(document)) {
            case Decoded.Valid<MusterConfig> valid -> valid.value();
            case Decoded.Invalid<MusterConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String document) {
        return switch (decode(document)) {
            case Decoded.Valid<MusterConfig> valid -> throw new AssertionError(valid.toString());
            case Decoded.Invalid<MusterConfig>(var problems) ->
                problems.stream().map(Problem::toString).distinct().toList();
        };
    }
}
