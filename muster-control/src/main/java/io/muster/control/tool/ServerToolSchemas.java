package io.muster.control.tool;

import static io.muster.gateway.tool.ToolSchema.property;

import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.Tool;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** The six tools and their input schemas. */
final class ServerToolSchemas {
    static final String LIST = "core_mcpserver_list";
    static final String GET = "core_mcpserver_get";
    static final String CREATE = "core_mcpserver_create";
    static final String UPDATE = "core_mcpserver_update";
    static final String VALIDATE = "core_mcpserver_validate";
    static final String DELETE = "core_mcpserver_delete";

    private static final String TYPES = "MCP server type: stdio, streamable-http or sse";

    private ServerToolSchemas() {}

    static List<Tool> all() {
        return List.of(
                ToolSchema.of(LIST, "List all MCP server definitions with their state")
                        .optional("showAll", "boolean", "Also show servers that failed")
                        .optional("verbose", "boolean", "Also show errors")
                        .build(),
                ToolSchema.of(GET, "Get an MCP server definition with its state")
                        .required("name", "string", "Name of the MCP server")
                        .build(),
                definition(ToolSchema.of(CREATE, "Create a new MCP server definition")
                        .required("name", "string", "Name of the MCP server: lower-case letters, digits and '-'")
                        .required("type", "string", TYPES)),
                definition(ToolSchema.of(
                                UPDATE,
                                "Update an MCP server definition: arguments that are absent leave their field"
                                        + " unchanged, null clears it")
                        .required("name", "string", "Name of the MCP server")
                        .optional("type", "string", TYPES)),
                definition(ToolSchema.of(VALIDATE, "Validate an MCP server definition without creating it")
                        .required("name", "string", "Name of the MCP server")
                        .required("type", "string", TYPES)),
                ToolSchema.of(DELETE, "Delete an MCP server definition")
                        .required("name", "string", "Name of the MCP server")
                        .build());
    }

    private static Tool definition(ToolSchema schema) {
        return schema.optional("toolPrefix", "string", "Replaces the server's name in the names of its tools")
                .argument("family", family())
                .optional("description", "string", "What the server is for")
                .optional("autoStart", "boolean", "Whether the server is started without being asked")
                .optional("command", "string", "Executable of a stdio server")
                .argument("args", texts("Command line arguments of a stdio server"))
                .optional("url", "string", "Address of a streamable-http or sse server")
                .argument("env", textMap("Environment variables of a stdio server"))
                .argument("headers", textMap("HTTP headers of a streamable-http or sse server"))
                .optional("timeout", "integer", "Seconds for connecting and for each call, 1 to 300")
                .argument("auth", auth())
                .build();
    }

    private static JsonObject family() {
        return object(
                "Group of interchangeable servers, told apart by one argument",
                List.of("name", "instanceArg"),
                JsonObject.builder()
                        .put("name", property("string", "Name of the family"))
                        .put("instanceArg", property("string", "Argument that selects the server"))
                        .build());
    }

    private static JsonObject auth() {
        return object(
                "Authentication at a streamable-http or sse server",
                List.of(),
                JsonObject.builder()
                        .put(
                                "type",
                                property("string", "Kind of authentication")
                                        .with("enum", JsonArray.ofStrings(List.of("oauth", "none"))))
                        .put("forwardToken", property("boolean", "Pass the caller's identity token on"))
                        .put("requiredAudiences", texts("Audiences that forwarded tokens need"))
                        .put("authorizationServer", authorizationServer())
                        .put("tokenExchange", tokenExchange())
                        .put(
                                "resourceIndicator",
                                property("string", "Whether the resource parameter (RFC 8707) is sent")
                                        .with("enum", JsonArray.ofStrings(List.of("send", "omit"))))
                        .build());
    }

    private static JsonObject authorizationServer() {
        return object(
                "Pins the authorization server of a backend that publishes no metadata",
                List.of("issuer"),
                JsonObject.builder()
                        .put("issuer", property("string", "Issuer URL"))
                        .put("scopes", property("string", "Scopes to ask for, separated by spaces"))
                        .build());
    }

    private static JsonObject tokenExchange() {
        var secretRef = object(
                "Secret with the client credentials",
                List.of("name"),
                JsonObject.builder()
                        .put("name", property("string", "Name of the secret"))
                        .put("namespace", property("string", "Namespace of the secret"))
                        .put("clientIdKey", property("string", "Key of the client id"))
                        .put("clientSecretKey", property("string", "Key of the client secret"))
                        .build());
        return object(
                "Token exchange (RFC 8693) at a remote Dex",
                List.of(),
                JsonObject.builder()
                        .put("enabled", property("boolean", "Whether tokens are exchanged"))
                        .put("dexTokenEndpoint", property("string", "Token endpoint of the remote Dex"))
                        .put("expectedIssuer", property("string", "Issuer of the exchanged token"))
                        .put("connectorId", property("string", "Connector of the remote Dex"))
                        .put("scopes", property("string", "Scopes to ask for, separated by spaces"))
                        .put("clientCredentialsSecretRef", secretRef)
                        .build());
    }

    private static JsonObject object(String description, List<String> required, JsonObject properties) {
        var schema = property("object", description).with("properties", properties);
        return required.isEmpty() ? schema : schema.with("required", JsonArray.ofStrings(required));
    }

    private static JsonObject texts(String description) {
        return property("array", description).with("items", JsonObject.of("type", "string"));
    }

    private static JsonObject textMap(String description) {
        return property("object", description).with("additionalProperties", JsonObject.of("type", "string"));
    }
}
