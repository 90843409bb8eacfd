package io.muster.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the newest revision knows, as the published schemas of the older ones allow it. */
class RevisionTest {
    private static final String ICONS = "'icons':[{'src':'https://x.example/i.png'}],'title':'T','_meta':{'a':1}";
    private static final String CONTENT =
            "[{'type':'text','text':'t'},{'type':'image','data':'AA==','mimeType':'image/png'},"
                    + "{'type':'audio','data':'AA==','mimeType':'audio/wav'},"
                    + "{'type':'resource_link','uri':'file:///a','name':'a'},"
                    + "{'type':'resource','resource':{'uri':'file:///a','text':'x'}}]";

    /** A result of the core and the type that it must have on the wire. */
    private record Sample(String type, String params, String result) {}

    private static final Map<String, Sample> SAMPLES = samples();

    private final McpClients clients = new McpClients();

    private static Map<String, Sample> samples() {
        var hints = ",'resultType':'complete','ttlMs':5,'cacheScope':'private'}";
        var samples = new LinkedHashMap<String, Sample>();
        samples.put("ping", new Sample("EmptyResult", "{}", "{}"));
        samples.put(
                "tools/list",
                new Sample(
                        "ListToolsResult",
                        "{}",
                        "{'tools':[{'name':'n','inputSchema':{'type':'object'},'outputSchema':{'type':'object'},"
                                + "'execution':{'taskSupport':'optional'},'annotations':{'readOnlyHint':true}," + ICONS
                                + "}]" + hints));
        samples.put(
                "tools/call",
                new Sample(
                        "CallToolResult",
                        "{'name':'n'}",
                        "{'content':" + CONTENT + ",'structuredContent':{'x':1},'isError':false" + hints));
        samples.put(
                "resources/list",
                new Sample(
                        "ListResourcesResult",
                        "{}",
                        "{'resources':[{'uri':'file:///a','name':'a','size':3," + ICONS + "}]" + hints));
        samples.put(
                "resources/templates/list",
                new Sample(
                        "ListResourceTemplatesResult",
                        "{}",
                        "{'resourceTemplates':[{'uriTemplate':'file:///{a}','name':'a'," + ICONS + "}]" + hints));
        samples.put(
                "resources/read",
                new Sample(
                        "ReadResourceResult",
                        "{'uri':'file:///a'}",
                        "{'contents':[{'uri':'file:///a','blob':'AA=='},{'uri':'file:///b','text':'b'}]" + hints));
        samples.put(
                "prompts/list",
                new Sample(
                        "ListPromptsResult",
                        "{}",
                        "{'prompts':[{'name':'p','arguments':[{'name':'a','title':'A'}]," + ICONS + "}]" + hints));
        samples.put(
                "prompts/get",
                new Sample(
                        "GetPromptResult",
                        "{'name':'p'}",
                        "{'messages':[{'role':'user','content':{'type':'audio','data':'AA==','mimeType':'audio/wav'}},"
                                + "{'role':'user','content':{'type':'resource_link','uri':'file:///a','name':'a'}}]"
                                + hints));
        samples.put(
                "completion/complete",
                new Sample("CompleteResult", "{}", "{'completion':{'values':['a'],'hasMore':false}" + hints));
        samples.put("logging/setLevel", new Sample("EmptyResult", "{'level':'info'}", "{'x':1" + hints));
        samples.put("resources/subscribe", new Sample("EmptyResult", "{'uri':'file:///a'}", "{}"));
        samples.put("resources/unsubscribe", new Sample("EmptyResult", "{'uri':'file:///a'}", "{}"));
        return samples;
    }

    static List<Revision> legacy() {
        return Arrays.stream(Revision.values())
                .filter(revision -> revision.era() == Revision.Era.LEGACY)
                .toList();
    }

    static Stream<Arguments> every_method_in_every_revision() {
        return legacy().stream()
                .flatMap(revision -> SAMPLES.keySet().stream().map(method -> arguments(revision, method)));
    }

    @ParameterizedTest
    @MethodSource
    void every_method_in_every_revision(Revision revision, String method) {
        var sample = Objects.requireNonNull(SAMPLES.get(method));
        clients.core
                .offering("{'resources':{'subscribe':true},'logging':{},'completions':{}}")
                .answering(method, sample.result());
        var session = clients.connect(revision.date());

        var answer = clients.call(session, method, sample.params()).json();

        var schema = new PublishedSchema(revision);
        var result = answer.object("result").orElseThrow();
        assertThat(schema.faults(sample.type(), result)).isEmpty();
        assertThat(schema.faults("JSONRPCMessage", answer)).isEmpty();
        assertThat(result.names()).doesNotContain("resultType", "ttlMs", "cacheScope");
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void the_schemas_notice_what_is_wrong(Revision revision) {
        var schema = new PublishedSchema(revision);

        assertThat(schema.faults("CallToolResult", Json.parseObject("{\"content\":[{\"type\":\"text\"}]}")))
                .isNotEmpty();
        assertThat(schema.faults("InitializeResult", JsonObject.EMPTY)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void the_handshake_in_every_revision(Revision revision) {
        var answer = clients.initialize(revision.date(), McpClients.JSON, "{}").json();

        assertThat(new PublishedSchema(revision)
                        .faults("InitializeResult", answer.object("result").orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void questions_and_notifications_in_every_revision(Revision revision) throws InterruptedException {
        clients.core.on("tools/call", (_, reply) -> {
            reply.send(Message.Notification.of(
                    "notifications/progress", Json.parseObject("{\"progressToken\":1,\"progress\":1}")));
            reply.ask("ping", JsonObject.EMPTY);
            return new McpOutcome.Complete(JsonObject.EMPTY);
        });
        var session = clients.connect(revision.date());
        var call = clients.startPost(session, McpClients.request(1, "tools/call", "{}"));

        var progress = call.message();
        var question = call.message();
        clients.post(session, "{'jsonrpc':'2.0','id':" + question.get("id").orElseThrow() + ",'result':{}}");

        call.awaitEnd();
        var schema = new PublishedSchema(revision);
        assertThat(schema.faults("ProgressNotification", progress)).isEmpty();
        assertThat(schema.faults("PingRequest", question)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Revision.class,
            names = {"V2025_06_18", "V2025_11_25"})
    void revisions_that_know_all_kinds_of_content_get_all_of_it(Revision revision) {
        clients.core.answering("tools/call", "{'content':" + CONTENT + "}");

        var answer = clients.call(clients.connect(revision.date()), "tools/call", "{}");

        assertThat(answer.text()).contains(CONTENT.replace('\'', '"'));
    }

    @Test
    void content_that_an_old_revision_cannot_read_is_named_in_text() {
        clients.core.answering("tools/call", "{'content':" + CONTENT + ",'later':1}");

        var answer = clients.call(clients.connect("2024-11-05"), "tools/call", "{}");

        assertThat(answer.text())
                .contains("[audio audio/wav, 4 bytes in base64]", "[resource a: file:///a]", "\"later\":1")
                .contains("{\"type\":\"image\",\"data\":\"AA==\",\"mimeType\":\"image/png\"}");
    }

    @Test
    void an_unknown_resource_of_the_newest_revision_has_its_old_code() {
        clients.core.on(
                "resources/read",
                (_, _) -> new McpOutcome.Failed(McpError.of(
                        Json.parseObject("{\"code\":-32602,\"message\":\"m\",\"data\":{\"uri\":\"x:y\"}}"))));

        var answer = clients.call(clients.connect("2025-11-25"), "resources/read", "{}");

        assertThat(answer.text()).contains("-32002").contains("\"uri\":\"x:y\"");
    }
}
