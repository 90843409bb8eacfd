package io.muster.mcp.server;

import io.muster.mcp.server.legacy.Exchange;
import io.muster.mcp.server.legacy.FakeCore;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import java.util.SplittableRandom;

/** An endpoint and the requests of its clients. Single quotes stand for double ones. */
final class McpClients {
    static final Headers JSON = Headers.of("Content-Type", "application/json");
    static final Authenticator<String> BY_HEADER = request -> {
        var user = request.header("X-User").orElse("alice");
        return user.equals("stranger")
                ? new Authenticator.Answered<>(HttpResponse.text(401, "who are you"))
                : new Authenticator.Admitted<>(user);
    };

    final ManualTime time = new ManualTime();
    final FakeCore core = new FakeCore();
    final McpEndpoint<String> endpoint;

    McpClients() {
        this(SessionLimits.defaults());
    }

    McpClients(SessionLimits limits) {
        endpoint = new McpEndpoint<>(core, BY_HEADER, limits, time, time, new SplittableRandom(7));
    }

    /** Shakes hands and answers the headers of further requests. */
    Headers connect(String revision) {
        return JSON.with(
                "Mcp-Session-Id",
                initialize(revision, JSON, "{}").header("Mcp-Session-Id").orElseThrow());
    }

    Headers connectAs(String user) {
        var headers = JSON.with("X-User", user);
        return headers.with(
                "Mcp-Session-Id",
                initialize("2025-11-25", headers, "{}").header("Mcp-Session-Id").orElseThrow());
    }

    Headers connectWith(String capabilities) {
        return JSON.with(
                "Mcp-Session-Id",
                initialize("2025-11-25", JSON, capabilities)
                        .header("Mcp-Session-Id")
                        .orElseThrow());
    }

    Exchange initialize(String revision, Headers headers, String capabilities) {
        return post(
                headers,
                "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'" + revision
                        + "','capabilities':" + capabilities + ",'clientInfo':{'name':'c','version':'1'}}}");
    }

    Exchange post(Headers headers, String body) {
        return Exchange.of(endpoint, "POST", "/mcp", headers, body.replace('\'', '"'));
    }

    Exchange startPost(Headers headers, String body) {
        return Exchange.start(endpoint, "POST", "/mcp", headers, body.replace('\'', '"'));
    }

    Exchange call(Headers headers, String method, String params) {
        return post(headers, request(1, method, params));
    }

    Exchange stream(Headers headers) {
        return Exchange.start(endpoint, "GET", "/mcp", headers, "").awaitStream();
    }

    static String request(int id, String method, String params) {
        return "{'jsonrpc':'2.0','id':" + id + ",'method':'" + method + "','params':" + params + "}";
    }

    static String notification(String method, String params) {
        return "{'jsonrpc':'2.0','method':'" + method + "','params':" + params + "}";
    }
}
