package io.muster.mcp;

/** A request is refused by the rules of the protocol; rendered once, by the transport. */
public final class McpRejection extends RuntimeException {
    private final McpError error;

    public McpRejection(McpError error) {
        super(error.message());
        this.error = error;
    }

    public McpError error() {
        return error;
    }
}
