package io.muster.mcp.client.process;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What to start.
 *
 * @param command executable, looked up on the {@code PATH}; no shell is involved
 * @param environment set on top of what is inherited
 * @param inherited which variables of this process the child may see
 */
public record ChildCommand(
        String command, List<String> arguments, Map<String, String> environment, Predicate<String> inherited) {
    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Without arguments and environment, which may hold secrets. */
    @Override
    public String toString() {
        return command;
    }
}
