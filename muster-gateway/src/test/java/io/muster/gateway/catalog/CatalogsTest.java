package io.muster.gateway.catalog;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.member;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeBackends.tool;
import static io.muster.gateway.fake.FakeBackends.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogsTest {
    private final FakeBackends backends = new FakeBackends();
    private final OwnTools own = new OwnTools();
    private final ManualTime time = new ManualTime();
    private final Catalogs catalogs = new Catalogs(new Naming("x"), List.of(own), PersonalOffers.NONE, time);

    CatalogsTest() {
        backends.listen(catalogs);
    }

    private static final class OwnTools implements ToolProvider {
        private final List<String> names = new CopyOnWriteArrayList<>(List.of("core_b", "core_a"));

        @Override
        public List<Tool> tools(Caller caller) {
            return names.stream()
                    .map(name -> ToolSchema.of(name, "ours").build())
                    .toList();
        }

        @Override
        public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply) {
            return CallToolResult.text(tool);
        }
    }

    private Catalog catalog() {
        return catalogs.of(Caller.UNPROTECTED);
    }

    private List<String> names() {
        return catalog().tools().stream().map(CatalogTool::name).toList();
    }

    @Test
    void tools_come_by_server_then_families_then_our_own() {
        backends.connect(server("zoo"), tools(tool("b", ""), tool("a", "")));
        backends.connect(member("m1", "fam", "where"), tools(tool("t", "")));
        backends.connect(server("ant"), tools(tool("c", "")));

        assertThat(names()).containsExactly("x_ant_c", "x_zoo_b", "x_zoo_a", "x_fam_t", "core_b", "core_a");
    }

    @Test
    void tools_of_families_come_by_family_and_name_grouped_or_not() {
        backends.connect(member("fa", "kube", "where"), tools(tool("c", ""), tool("b", ""), tool("a", "one")));
        backends.connect(member("fb", "kube", "where"), tools(tool("a", "two"), tool("b", ""), tool("c", "")));
        backends.connect(member("z", "git", "where"), tools(tool("t", "")));

        assertThat(names()).containsExactly("x_git_t", "x_fa_a", "x_fb_a", "x_kube_b", "x_kube_c", "core_b", "core_a");
    }

    @Test
    void a_family_tool_names_its_members_in_schema_and_description() {
        backends.connect(member("west", "fam", "where"), tools(tool("get", "Gets (available on servers: old)")));
        backends.connect(member("east", "fam", "where"), tools(tool("get", "Gets (available on servers: old)")));

        var tool = catalog().tool("x_fam_get").orElseThrow();

        assertThat(tool.tool().description()).isEqualTo("Gets (available on servers: east, west)");
        assertThat(tool.tool().inputSchema())
                .hasToString(
                        "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"},\"where\":{\"type\":\"string\","
                                + "\"description\":\"Target instance to execute this tool on. Available: east, west\","
                                + "\"enum\":[\"east\",\"west\"]}},\"required\":[\"where\"]}");
        assertThat(tool.route()).isEqualTo(new Route.ToInstance("where", List.of("east", "west"), "get"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one member only           | where | d | {}                         | where | - | {}                         | x_fam_t x_solo_t",
                "all alike                 | where | d | {}                         | where | d | {}                         | x_fam_t",
                "different instanceArg     | where | d | {}                         | at    | d | {}                         | x_m1_t x_m2_t",
                "empty instanceArg         | ''    | d | {}                         | ''    | d | {}                         | x_m1_t x_m2_t",
                "different descriptions    | where | d | {}                         | where | e | {}                         | x_m1_t x_m2_t",
                "different schemas         | where | d | {}                         | where | d | {\"type\":\"object\"}      | x_m1_t x_m2_t",
                "argument is taken already | where | d | {\"properties\":{\"where\":{}}} | where | d | {\"properties\":{\"where\":{}}} | x_m1_t x_m2_t"
            })
    void members_that_differ_fall_back_to_a_tool_per_server(
            String situation,
            String arg1,
            String description1,
            String schema1,
            String arg2,
            String description2,
            String schema2,
            String expected) {
        backends.connect(member("m1", "fam", arg1), tools(tool("t", description1, schema1)));
        var second = description2.equals("-") ? server("solo") : member("m2", "fam", arg2);
        backends.connect(second, tools(tool("t", description2, schema2)));

        assertThat(names().stream().filter(name -> name.startsWith("x_")).sorted())
                .as(situation)
                .containsExactly(expected.split(" "));
    }

    @Test
    void a_family_heals_when_the_member_that_differs_goes() {
        backends.connect(member("m1", "fam", "where"), tools(tool("t", "")));
        backends.connect(member("m2", "fam", "at"), tools(tool("u", "")));
        assertThat(names()).startsWith("x_m1_t", "x_m2_u");

        backends.become(member("m2", "fam", "at"), ServiceState.FAILED);

        assertThat(names()).startsWith("x_fam_t").doesNotContain("x_m1_t", "x_m2_u");
    }

    @Test
    void of_two_equal_names_the_first_server_wins_in_whatever_order_they_came() {
        var prefixed = new BackendSpec.Naming(Optional.of("p"), Optional.empty());
        backends.connect(server("b", prefixed), tools(tool("t", "of b")));
        backends.connect(server("a", prefixed), tools(tool("t", "of a")));

        assertThat(names()).containsOnlyOnce("x_p_t");
        assertThat(catalog().tool("x_p_t").orElseThrow().route()).isEqualTo(new Route.ToBackend("a", "t"));
        assertThat(catalog().problems().values())
                .containsExactly("tool 'x_p_t' of server 'b' is hidden: the name belongs to server 'a'");
    }

    @Test
    void a_server_with_many_names_that_others_have_is_one_problem() {
        var prefixed = new BackendSpec.Naming(Optional.of("p"), Optional.empty());
        var many = tools(IntStream.range(0, 5).mapToObj(i -> tool("t" + i, "")).toArray(Tool[]::new));
        backends.connect(server("a", prefixed), many);
        backends.connect(server("b", prefixed), many);

        assertThat(catalog().problems())
                .containsExactly(Map.entry(
                        "server 'b'",
                        "5 names of server 'b' are hidden: tool 'x_p_t0' belongs to server 'a', "
                                + "tool 'x_p_t1' belongs to server 'a', tool 'x_p_t2' belongs to server 'a', …"));
    }

    @Test
    void a_long_name_is_not_a_long_problem() {
        backends.connect(server("a"), tools(tool("t".repeat(1_000), ""), tool("t".repeat(1_000), "")));

        assertThat(catalog().problems().values()).allMatch(problem -> problem.length() < 250);
    }

    @Test
    void our_own_tools_cannot_be_taken_over_by_a_backend() {
        var core = new Catalogs(new Naming("core"), List.of(own), PersonalOffers.NONE, time);
        backends.listen(core);

        backends.connect(server("s"), tools(tool("s_t", "")));
        backends.connect(
                server("evil", new BackendSpec.Naming(Optional.of("a"), Optional.empty())), tools(tool("a", "")));
        backends.connect(server("a"), tools(tool("a_", "")));
        own.names.add("core_s_t");
        core.refresh();

        assertThat(core.of(Caller.UNPROTECTED).tool("core_s_t").orElseThrow().route())
                .isEqualTo(new Route.ToProvider(own));
    }

    @Test
    void a_backend_that_is_not_connected_or_is_per_session_shows_nothing() {
        backends.become(server("down"), ServiceState.FAILED);
        backends.connect(
                server("private", BackendSpec.Naming.DEFAULT, new Access.PerSession(JsonObject.EMPTY)),
                tools(tool("t", "")));

        assertThat(names()).containsExactly("core_b", "core_a");
    }

    @Test
    void names_of_a_lost_server_are_remembered_until_they_come_back() {
        backends.connect(server("s"), tools(tool("t", "")));
        backends.remove("s");
        assertThat(catalog().goneFrom("x_s_t")).contains("s");
        assertThat(catalog().goneFrom("x_s_never")).isEmpty();

        backends.connect(server("s"), tools(tool("t", "")));
        assertThat(catalog().goneFrom("x_s_t")).isEmpty();
    }

    @Test
    void the_memory_of_lost_names_is_bounded() {
        for (int round = 0; round < 3; round++) {
            var many = new ArrayList<Tool>();
            for (int i = 0; i < Assembly.REMEMBERED / 2; i++) {
                many.add(tool("t" + round + "_" + i, ""));
            }
            backends.connect(server("s"), tools(many.toArray(Tool[]::new)));
        }
        backends.remove("s");

        assertThat(catalog().gone()).hasSize(Assembly.REMEMBERED);
        assertThat(catalog().goneFrom("x_s_t2_0")).contains("s");
        assertThat(catalog().goneFrom("x_s_t0_0")).isEmpty();
    }

    @Test
    void resources_prompts_and_templates_are_found_under_their_exposed_names() {
        backends.connect(server("s"), everything());

        assertThat(catalog().resource("demo://a")).contains(new Route.ToBackend("s", "demo://a"));
        assertThat(catalog().resource("x_s_plain")).contains(new Route.ToBackend("s", "plain"));
        assertThat(catalog().resource("demo://item/7")).contains(new Route.ToBackend("s", "demo://item/7"));
        assertThat(catalog().resource("demo://other")).isEmpty();
        assertThat(catalog().prompt("x_s_ask").orElseThrow().route()).isEqualTo(new Route.ToBackend("s", "ask"));
    }

    @Test
    void listeners_hear_which_lists_changed_and_nothing_when_none_did() {
        var changes = new ArrayList<CatalogChange>();
        catalogs.onChange(changes::add);

        backends.connect(server("s"), tools(tool("t", "")));
        backends.connect(server("s"), tools(tool("t", "")));
        backends.connect(server("s"), tools(tool("t", "changed")));
        backends.connect(server("e"), everything());
        catalogs.refresh();

        assertThat(changes)
                .containsExactly(
                        new CatalogChange(true, false, false),
                        new CatalogChange(true, false, false),
                        new CatalogChange(true, true, true));
    }

    @Test
    void tools_of_a_provider_change_when_it_says_so() {
        own.names.add("core_c");
        assertThat(names()).containsExactly("core_b", "core_a");

        catalogs.refresh();

        assertThat(names()).containsExactly("core_b", "core_a", "core_c");
    }

    @Test
    void readers_always_see_whole_catalogues_while_backends_come_and_go() throws Exception {
        var done = new AtomicBoolean();
        var torn = new CopyOnWriteArrayList<String>();
        // A virtual thread that never waits would keep the only processor of a small machine from the writers.
        var reader = Thread.ofPlatform().daemon().start(() -> {
            while (!done.get()) {
                var seen = catalog();
                seen.tools().stream()
                        .filter(tool -> !seen.tool(tool.name()).equals(Optional.of(tool)))
                        .forEach(tool -> torn.add(tool.name()));
            }
        });
        var writers = 8;
        var finished = new CountDownLatch(writers);
        for (int w = 0; w < writers; w++) {
            var name = "s" + w;
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 50; i++) {
                    backends.connect(server(name), tools(tool("t" + i, "")));
                }
                finished.countDown();
            });
        }

        Eventually.open("the writers finish", finished);
        done.set(true);
        Eventually.ended("the reader", reader);
        assertThat(torn).isEmpty();
        assertThat(names()).hasSize(writers + 2).allMatch(name -> name.endsWith("_t49") || name.startsWith("core_"));
    }
}
