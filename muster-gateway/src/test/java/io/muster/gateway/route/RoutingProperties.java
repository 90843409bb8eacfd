package io.muster.gateway.route;

import static io.muster.gateway.fake.FakeGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogTool;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingProperties {
    private static final List<String> TOOLS = List.of("a", "b", "s1_a", "fam_a", "s2_fam_a");

    @Provide
    Arbitrary<List<String>> offers() {
        return Arbitraries.of(TOOLS).list().uniqueElements().ofMaxSize(4);
    }

    /** Documents with what converting would lose: digits of numbers, order, unknown members. */
    @Provide
    Arbitrary<String> items() {
        var value = Arbitraries.of(
                "1.0", "1e2", "12345678901234567890", "\"<&>\"", "null", "[{\"z\":1,\"a\":2}]", "{\"b\":{},\"a\":[]}");
        return value.list().ofMinSize(1).ofMaxSize(4).map(values -> {
            var json = new StringBuilder("{\"type\":\"text\",\"text\":\"t\"");
            for (int i = 0; i < values.size(); i++) {
                json.append(",\"").append((char) ('z' - i)).append("\":").append(values.get(i));
            }
            return json.append('}').toString();
        });
    }

    @Property(tries = 60)
    void what_is_listed_can_be_called_and_nothing_else(
            @ForAll("offers") List<String> first, @ForAll("offers") List<String> second, @ForAll boolean family)
            throws Exception {
        var gateway = new FakeGateway();
        gateway.backends.connect(spec("s1", family), tools(first));
        gateway.backends.connect(spec("s2", family), tools(second));
        var listed = gateway.catalogs.of(Caller.UNPROTECTED).tools().stream()
                .map(CatalogTool::name)
                .toList();
        var guesses = TOOLS.stream()
                .flatMap(tool -> Stream.of("x_" + tool, "x_s1_" + tool, "x_s2_" + tool, "x_fam_" + tool, tool));

        for (var name : Stream.concat(listed.stream(), guesses).distinct().toList()) {
            var arguments = "{\"name\":\"" + name + "\",\"arguments\":{\"where\":\"s1\"}}";
            var instead = "{\"name\":\"" + name + "\",\"arguments\":{\"where\":\"s2\"}}";
            var callable = !gateway.meta("call_tool", arguments).isError()
                    || !gateway.meta("call_tool", instead).isError();
            var described = !gateway.meta("describe_tool", arguments).isError();
            // Our own tools are callable too, but complain about these arguments.
            assertThat(callable || name.startsWith("core_")).as(name).isEqualTo(listed.contains(name));
            assertThat(described).as(name).isEqualTo(listed.contains(name));
        }
        assertThat(listed).doesNotHaveDuplicates();
    }

    @Property(tries = 100)
    void content_survives_call_tool_and_direct_calls_to_the_digit(@ForAll("items") String item) throws Exception {
        var gateway = new FakeGateway();
        var result = "{\"content\":[" + item + "],\"x\":" + item + "}";
        gateway.backends.connect(
                FakeBackends.server("s"),
                FakeBackends.everything(),
                (_, _) -> new McpOutcome.Complete(Json.parseObject(result)));

        var outer = gateway.meta("call_tool", "{\"name\":\"x_s_echo\"}");
        var direct = gateway.direct
                .find("s")
                .orElseThrow()
                .handle(FakeGateway.request("tools/call", item), Caller.UNPROTECTED, ReplyChannel.NONE);

        var inner = Json.parseObject(text(outer)).values("content").getFirst();
        assertThat(inner).isEqualTo(Json.parse(item));
        assertThat(((JsonObject) inner).names()).isEqualTo(((JsonObject) Json.parse(item)).names());
        assertThat(direct)
                .isInstanceOfSatisfying(
                        McpOutcome.Complete.class,
                        complete -> assertThat(complete.result()).hasToString(result));
        assertThat(gateway.backends.received.stream().toList().getLast().call().params())
                .hasToString(item);
    }

    private static BackendSpec spec(String name, boolean family) {
        return family ? FakeBackends.member(name, "fam", "where") : FakeBackends.server(name);
    }

    private static Inventory tools(List<String> names) {
        return FakeBackends.tools(
                names.stream().map(name -> FakeBackends.tool(name, "")).toArray(Tool[]::new));
    }
}
