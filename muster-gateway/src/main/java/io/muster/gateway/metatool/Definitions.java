package io.muster.gateway.metatool;

import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.Tool;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNumber;
import java.util.List;

/** The definitions of the meta-tools, in the order of {@code tools/list}. */
final class Definitions {
    static final List<Tool> ALL = List.of(
            tool(ToolSchema.of("list_tools", "List all available tools, with the servers that need a login first")),
            tool(ToolSchema.of("describe_tool", "Get detailed information about a specific tool")
                    .required("name", "string", "Name of the tool to describe")),
            tool(ToolSchema.of("list_core_tools", "List Muster's own tools (core_*)")
                    .optional(
                            "include_schema",
                            "boolean",
                            "Whether to include input schemas of the tools",
                            JsonBoolean.TRUE)),
            tool(filterTools()),
            tool(ToolSchema.of("call_tool", "Execute a tool with the given arguments")
                    .required("name", "string", "Name of the tool to call")
                    .optional("arguments", "object", "Arguments to pass to the tool")),
            tool(ToolSchema.of("list_resources", "List all available resources")),
            tool(ToolSchema.of("describe_resource", "Get detailed information about a specific resource")
                    .required("uri", "string", "URI of the resource to describe")),
            tool(ToolSchema.of("get_resource", "Retrieve the contents of a resource")
                    .required("uri", "string", "URI of the resource to retrieve")),
            tool(ToolSchema.of("list_prompts", "List all available prompts")),
            tool(ToolSchema.of("describe_prompt", "Get detailed information about a specific prompt")
                    .required("name", "string", "Name of the prompt to describe")),
            tool(ToolSchema.of("get_prompt", "Get a prompt with the given arguments")
                    .required("name", "string", "Name of the prompt to get")
                    .optional("arguments", "object", "Arguments to pass to the prompt (values as text)")));

    private Definitions() {}

    private static ToolSchema filterTools() {
        return ToolSchema.of(
                        "filter_tools",
                        "Find tools by name pattern, description, labels or a ranked query; all conditions must hold")
                .optional("pattern", "string", "Shell pattern over names, such as *deploy* (* and ? do not match /)")
                .optional("description_filter", "string", "Text that the description must contain")
                .optional("query", "string", "Words to search for; results are ranked, best first")
                .optional("labels", "object", "Labels that a tool must have, all of them")
                .optional(
                        "case_sensitive",
                        "boolean",
                        "Whether pattern and description_filter heed upper and lower case",
                        JsonBoolean.FALSE)
                .optional(
                        "include_schema",
                        "boolean",
                        "Whether to include full descriptions and input schemas instead of summaries",
                        JsonBoolean.FALSE)
                .optional("limit", "number", "Most tools to return (at least 1)", JsonNumber.of(5))
                .optional("offset", "number", "How many matches to skip", JsonNumber.of(0));
    }

    /** Meta-tools always say what is required, even if nothing is. */
    private static Tool tool(ToolSchema schema) {
        var tool = schema.build();
        var input = tool.inputSchema();
        return input.has("required")
                ? tool
                : new Tool(tool.json().with("inputSchema", input.with("required", JsonArray.EMPTY)));
    }
}
