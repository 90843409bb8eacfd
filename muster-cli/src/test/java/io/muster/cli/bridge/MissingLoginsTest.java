package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.mcp.client.Introduction;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MissingLoginsTest {
    private static final McpCall CALL =
            new McpCall(Envelope.of(Revision.V2025_11_25), "tools/call", json("{'name':'list_tools'}"));
    private static final McpOutcome RESULT =
            new McpOutcome.Complete(json("{'content':[{'type':'text','text':'hi'}],'structuredContent':{'a':1}}"));

    private final ManualTime time = new ManualTime();
    private final FakeMuster muster = new FakeMuster();

    private void standing(String... servers) {
        var status = Json.text(json("{'servers':[" + String.join(",", servers) + "]}"));
        var content = JsonObject.of("uri", "auth://status").with("text", status);
        muster.on(
                "resources/read", (_, _) -> new McpOutcome.Complete(JsonObject.of("contents", JsonArray.of(content))));
    }

    private static String waiting(String name, String issuer) {
        return "{'name':'" + name + "','status':'auth_required','auth_tool':'core_auth_login','issuer':'" + issuer
                + "','scope':'read'}";
    }

    /** Those that are known after a first look. */
    private MissingLogins known() {
        var client = muster.dial(new Introduction(JsonObject.EMPTY, JsonObject.EMPTY), new Deaf(), Deadline.NONE);
        var missing = new MissingLogins(() -> new Link.Up(client), time, time);
        missing.lookSoon();
        Eventually.until("a look", () -> !muster.calls("resources/read").isEmpty());
        return missing;
    }

    private static JsonObject told(MissingLogins missing) {
        return ((McpOutcome.Complete) missing.toldWith(CALL, RESULT)).result();
    }

    @Test
    void the_model_is_told_what_to_call_and_programs_what_is_missing() {
        standing(waiting("chat", "https://as.example"), waiting("github", "https://as.example"));
        var missing = known();
        var first = new JsonObject[1];

        Eventually.until("news", () -> {
            first[0] = told(missing);
            return first[0].has("_meta");
        });

        var note = (JsonObject) first[0].values("content").getLast();
        assertThat(note.text("text")).contains("""

                ---
                Authentication Required:
                - chat: call 'core_auth_login' with server='chat' to sign in
                - github: call 'core_auth_login' with server='github' to sign in
                Signing in to one of chat, github signs in to all of them.
                """);
        assertThat(first[0].object("_meta").orElseThrow().values("giantswarm.io/auth_required"))
                .startsWith(json("{'server':'chat','issuer':'https://as.example','scope':'read',"
                        + "'auth_tool':'core_auth_login'}"))
                .hasSize(2);
        assertThat(first[0].object("structuredContent")).contains(json("{'a':1}"));
    }

    @Test
    void what_nobody_can_log_in_to_is_not_told() {
        standing(
                "{'name':'wiki','status':'auth_required','token_forwarding_enabled':true}",
                "{'name':'chat','status':'connected'}");
        var missing = known();

        assertThat(missing.toldWith(CALL, RESULT)).isSameAs(RESULT);
    }

    @Test
    void other_answers_stay_as_they_are() {
        standing(waiting("github", "https://as.example"));
        var missing = known();
        Eventually.until("news", () -> told(missing).has("_meta"));

        var list = new McpCall(CALL.envelope(), "tools/list", JsonObject.EMPTY);
        assertThat(missing.toldWith(list, RESULT)).isSameAs(RESULT);
    }

    private static final class Deaf implements ServerListener {
        @Override
        public void notified(Message.Notification notification) {}

        @Override
        public McpOutcome asked(Message.Request request) {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public void disconnected(McpTransportException cause) {}
    }
}
