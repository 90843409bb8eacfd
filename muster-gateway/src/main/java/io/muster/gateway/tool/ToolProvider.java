package io.muster.gateway.tool;

import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** Tools that Muster answers itself: configuration, services, definitions, events, later workflows. */
public interface ToolProvider {
    /** The tools under their exposed names ({@code core_service_list} …), in catalogue order. */
    List<Tool> tools(Caller caller);

    /**
     * Calls a tool that {@link #tools} lists.
     *
     * @param arguments the arguments; empty when the caller gave none
     * @throws ToolFailure when the tool could not do its work
     */
    CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException;

    /** A tool could not do its work; becomes the text {@code Tool execution failed: …}. */
    final class ToolFailure extends RuntimeException {
        public ToolFailure(String message) {
            super(message);
        }
    }
}
