package io.muster.control.definition;

/** The kinds of definition that Muster reads. */
public enum ResourceKind {
    MCP_SERVER("MCPServer", "mcpservers"),
    WORKFLOW("Workflow", "workflows");

    /** Group and version of all kinds. */
    public static final String API_VERSION = "muster.giantswarm.io/v1alpha1";

    private final String kind;
    private final String plural;

    ResourceKind(String kind, String plural) {
        this.kind = kind;
        this.plural = plural;
    }

    /** The {@code kind} member of a definition. */
    public String kind() {
        return kind;
    }

    /** The plural of the custom resource, and the name of the directory. */
    public String plural() {
        return plural;
    }
}
