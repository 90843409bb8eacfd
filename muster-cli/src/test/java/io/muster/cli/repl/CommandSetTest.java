package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.bridge.Connections;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.FakeEndpoint;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.http.SocketClient;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Tab key proposes. */
@Timeout(60)
class CommandSetTest {
    private final SystemScheduler scheduler = new SystemScheduler();
    private final SocketClient http = new SocketClient(scheduler, SystemScheduler.clock());
    private final FakeEndpoint muster = new FakeEndpoint()
            .answering("list_tools", """
                    {"tools":[{"name":"x_echo","description":"Says\\u001b[2J it"},{"name":"workflow_deploy"},
                     {"name":"x_evil\\u001b[2J"},{"name":"x_two words"}]}""")
            .answering("list_resources", "[{\"uri\":\"file:///a\"}]")
            .answering("list_prompts", "[{\"name\":\"greet\",\"description\":\"\"}]")
            .answering("describe_prompt", "{\"arguments\":[{\"name\":\"who\",\"description\":\"Whom\"}]}")
            .answering("describe_tool", """
                    {"inputSchema":{"properties":{"size":{"type":"string","enum":["s","m"]},"loud":{"type":"boolean"},
                      "text":{"description":"What"}},"required":["text"]}}""");
    private final FakeScreen screen = new FakeScreen();
    private final Output out = new Output(screen, OutputFormat.TABLE, false);
    private final Server server = new Server(
            new Connections("1.2.3", http, scheduler, SystemScheduler.clock(), new SplittableRandom(7)),
            Optional.empty(),
            new Trace(screen, false),
            new Deaf());
    private final Listings listings = new Listings(server, out, scheduler, Duration.ofSeconds(30));
    private final CommandSet commands = new CommandSet();

    @BeforeEach
    void connect() throws InterruptedException {
        server.connect(ReplTest.destination(Endpoint.of(muster.url(), Optional.empty())), _ -> {});
        listings.read();
        var desk = new Desk(server, listings, out, ReplyChannel.NONE);
        List.of(
                        new ListCommand(desk),
                        new DescribeCommand(desk),
                        new CallCommand(desk),
                        new GetCommand(desk),
                        new PromptCommand(desk),
                        new FilterCommand(desk),
                        new WorkflowCommand(desk),
                        new OutputCommand(out),
                        new HelpCommand(commands::abouts, out))
                .forEach(commands::add);
    }

    @AfterEach
    void close() {
        server.close();
        muster.close();
        http.close();
        scheduler.close();
    }

    @Test
    void commands_and_what_they_apply_to() {
        assertThat(words("")).contains("list", "call", "exit");
        assertThat(words("list ")).containsExactly("tools", "resources", "prompts", "workflows", "core-tools");
        assertThat(words("help ")).contains("list", "exit");
        assertThat(words("output ")).containsExactly("table", "wide", "json", "yaml");
        assertThat(words("bogus ")).isEmpty();
    }

    @Test
    void names_that_a_person_can_type() {
        assertThat(words("call ")).containsExactly("workflow_deploy", "x_echo", "x_two words");
        assertThat(words("DESC tool ")).containsExactly("workflow_deploy", "x_echo", "x_two words");
        assertThat(words("get ")).containsExactly("file:///a");
        assertThat(words("prompt ")).containsExactly("greet");
        assertThat(words("workflow ")).containsExactly("deploy");
        assertThat(commands.choices(Words.of("call "))).contains(new Choice("x_echo", "Says[2J it", true));
    }

    @Test
    void arguments_that_are_not_given_yet_and_their_values() {
        assertThat(words("call x_echo "))
                .containsExactly("text=", "loud=", "loud=true", "loud=false", "size=", "size=s", "size=m");
        assertThat(words("call x_echo text='a b' loud="))
                .containsExactly("loud=true", "loud=false", "size=", "size=s", "size=m");
        assertThat(words("prompt greet ")).containsExactly("who=");
        assertThat(words("workflow deploy loud=true size=s ")).containsExactly("text=");
        assertThat(words("filter tools limit=1 ")).contains("offset=").doesNotContain("limit=");
    }

    @Test
    void the_server_is_asked_once_about_a_tool_and_never_about_one_that_it_does_not_have() throws Exception {
        words("call x_echo ");
        words("call x_echo ");
        words("call unknown ");

        for (var list : List.of("list_tools", "list_resources", "list_prompts", "describe_tool")) {
            assertThat(muster.nextCall().tool()).isEqualTo(list);
        }
        assertThat(muster.hasNoMoreCalls()).isTrue();
    }

    private List<String> words(String line) {
        return commands.choices(Words.of(line)).stream().map(Choice::word).toList();
    }

    private static final class Deaf implements Server.Listener {
        @Override
        public void connectedAgain() {}

        @Override
        public void lost(String reason) {}

        @Override
        public void notified(Message.Notification notification) {}

        @Override
        public McpOutcome asked(String method, JsonObject params) {
            return new McpOutcome.Failed(McpError.methodNotFound(method));
        }
    }
}
