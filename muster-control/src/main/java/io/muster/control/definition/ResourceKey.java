package io.muster.control.definition;

/** Identifies one definition. There is exactly one key per definition, and a key that exists has a valid name. */
public record ResourceKey(ResourceKind kind, String name) {
    public ResourceKey {
        ResourceName.problem(kind, name).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    public static ResourceKey server(String name) {
        return new ResourceKey(ResourceKind.MCP_SERVER, name);
    }

    @Override
    public String toString() {
        return kind.kind() + "/" + name;
    }
}
