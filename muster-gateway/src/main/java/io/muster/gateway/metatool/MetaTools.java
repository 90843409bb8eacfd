package io.muster.gateway.metatool;

import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.Reads;
import io.muster.gateway.route.ToolCalls;
import io.muster.gateway.session.SessionServers;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Tool;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meta-tools by name. */
public final class MetaTools {
    private static final Logger log = LoggerFactory.getLogger(MetaTools.class);

    private final ToolListing tools;
    private final ToolCalls calls;
    private final ResourceTools resources;
    private final PromptTools prompts;

    public MetaTools(Catalogs catalogs, KnownServers servers, SessionServers sessions, ToolCalls calls, Reads reads) {
        this.tools = new ToolListing(catalogs, servers, sessions);
        this.calls = calls;
        this.resources = new ResourceTools(catalogs, reads);
        this.prompts = new PromptTools(catalogs, reads);
    }

    /** Their definitions, in the order of {@code tools/list}. */
    public static List<Tool> definitions() {
        return Definitions.ALL;
    }

    /** Calls a meta-tool; empty when there is none of that name. */
    public Optional<McpOutcome> call(String name, JsonObject arguments, CallScope scope) throws InterruptedException {
        if (Definitions.ALL.stream().noneMatch(tool -> tool.name().equals(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(dispatch(name, new Arguments(arguments), scope));
        } catch (Arguments.Unusable e) {
            return Optional.of(complete(CallToolResult.failure(e.reason())));
        } catch (RuntimeException e) {
            log.atError().addKeyValue("tool", name).setCause(e).log("a meta-tool failed unexpectedly");
            return Optional.of(complete(CallToolResult.failure("Meta-tool execution failed: internal error")));
        }
    }

    private McpOutcome dispatch(String name, Arguments arguments, CallScope scope) throws InterruptedException {
        var caller = scope.caller();
        return switch (name) {
            case "list_tools" -> complete(tools.list(caller));
            case "describe_tool" -> complete(tools.describe(arguments, caller));
            case "list_core_tools" -> complete(tools.core(arguments, caller));
            case "filter_tools" -> complete(tools.filter(arguments, caller));
            case "call_tool" -> callTool(arguments, scope);
            case "list_resources" -> complete(resources.list(caller));
            case "describe_resource" -> complete(resources.describe(arguments, caller));
            case "get_resource" -> resources.read(arguments, scope);
            case "list_prompts" -> complete(prompts.list(caller));
            case "describe_prompt" -> complete(prompts.describe(arguments, caller));
            case "get_prompt" -> prompts.read(arguments, scope);
            default -> throw new IllegalStateException("a meta-tool without an implementation: " + name);
        };
    }

    private McpOutcome callTool(Arguments arguments, CallScope scope) throws InterruptedException {
        var name = arguments.required("name");
        var outcome = calls.call(name, arguments.nested(), scope);
        return switch (outcome) {
            case McpOutcome.Complete(var result) -> complete(CallEnvelope.of(new CallToolResult(result)));
            case McpOutcome.InputRequired _ -> outcome;
            case McpOutcome.Failed _ -> outcome;
        };
    }

    private static McpOutcome complete(CallToolResult result) {
        return new McpOutcome.Complete(result.json());
    }
}
