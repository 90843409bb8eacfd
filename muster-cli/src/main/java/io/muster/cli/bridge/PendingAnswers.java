package io.muster.cli.bridge;

import io.muster.cli.login.LoginFailure;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;

/** What an IDE is told in place of answers of Muster. Pure. */
record PendingAnswers(Destination destination) {
    /** The one tool that there is as long as a login is required. */
    static final String AUTHENTICATE = "authenticate_muster";

    private static final String FAILED = "Meta-tool execution failed: ";

    /** What the bridge says it can do while it does not know what Muster can: everything that Muster usually has. */
    static final JsonObject CAPABILITIES = Json.parseObject("""
            {"tools":{"listChanged":true},\
            "resources":{"subscribe":true,"listChanged":true},\
            "prompts":{"listChanged":true}}""");

    private static final JsonObject AUTHENTICATE_TOOL = Json.parseObject("""
            {"name":"authenticate_muster",\
            "description":"Begins the login to Muster, whose tools are available after that.",\
            "inputSchema":{"type":"object","properties":{}}}""");

    /** Answers a call that cannot be passed on. */
    McpOutcome to(McpCall call, Pending reason, RememberedLists lists) {
        if (reason instanceof Pending.LoginRequired && call.method().equals("tools/list")) {
            return new McpOutcome.Complete(JsonObject.of("tools", JsonArray.of(AUTHENTICATE_TOOL)));
        }
        return lists.answer(call).orElseGet(() -> failure(call, reason.text(destination)));
    }

    /** Whether a call asks for a login. */
    static boolean isLogin(McpCall call) {
        return call.method().equals("tools/call")
                && call.params().text("name", "").equals(AUTHENTICATE);
    }

    /** Shows where to log in. */
    McpOutcome to(LoginDesk.Visit visit) {
        var message = wayIn(visit) + " - Muster's tools appear here as soon as that is done.";
        var answer = JsonObject.builder()
                .put("status", "auth_required")
                .put("auth_url", visit.page().toString())
                .put("clickable_url", "[Authenticate with Muster](" + visit.page() + ")")
                .put("message", message)
                .build();
        return new McpOutcome.Complete(
                CallToolResult.text(Json.text(answer, JsonFormat.INDENTED)).json());
    }

    private static String wayIn(LoginDesk.Visit visit) {
        return (visit.opened() ? "A browser has been opened to log in. If it has not, open" : "To log in, open")
                + " this URL: " + visit.page();
    }

    /** Answers a call under which the login has ended. */
    McpOutcome to(McpCall call, Reentry.Outcome outcome) {
        return failure(
                call,
                switch (outcome) {
                    case Reentry.Outcome.Begun(var visit) ->
                        "the login to Muster at " + destination + " has ended. " + wayIn(visit)
                                + " - then try this call again.";
                    case Reentry.Outcome.UnderWay(var page) ->
                        "Re-authentication is already in progress. "
                                + page.map(at -> "Finish it in the browser, at " + at + ", then")
                                        .orElse("In a moment,")
                                + " try this call again.";
                    case Reentry.Outcome.Impossible(var reason) ->
                        "the login to Muster at " + destination + " has ended, and no other can begin: " + reason
                                + ". Call the tool authenticate_muster later, or run in a terminal: muster auth login"
                                + " --endpoint " + destination;
                });
    }

    /** Says why nobody can log in. */
    McpOutcome to(LoginFailure failure) {
        return new McpOutcome.Complete(CallToolResult.failure("Failed to start authentication: " + failure.reason())
                .json());
    }

    /** Answers a call that was passed on but not answered. */
    McpOutcome to(McpCall call, McpTransportException failure) {
        var reached = failure.mayHaveRun() ? ". It may have been carried out nevertheless." : "";
        return failure(call, "no answer from Muster at " + destination + ": " + failure.getMessage() + reached);
    }

    private static McpOutcome failure(McpCall call, String text) {
        if (!call.method().equals("tools/call")) {
            return new McpOutcome.Failed(McpError.internal(text));
        }
        return new McpOutcome.Complete(
                CallToolResult.failure(isLogin(call) ? text : FAILED + text).json());
    }
}
