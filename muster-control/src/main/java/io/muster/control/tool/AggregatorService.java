package io.muster.control.tool;

import io.muster.control.definition.ResourceName;
import io.muster.gateway.backend.ServiceState;
import java.util.List;

/**
 * How Muster itself is doing, shown as the service {@code mcp-aggregator}.
 *
 * @param yolo whether {@code --yolo} was given
 * @param endpoint where clients connect
 * @param tools the tools of the shared backends, in catalogue order
 * @param resources how many resources they offer
 * @param prompts how many prompts they offer
 */
public record AggregatorService(
        ServiceState state,
        String host,
        int port,
        boolean yolo,
        String endpoint,
        List<OfferedTool> tools,
        int resources,
        int prompts) {
    public static final String NAME = ResourceName.AGGREGATOR;

    public AggregatorService {
        tools = List.copyOf(tools);
    }

    /** @param blocked whether a policy forbids it */
    public record OfferedTool(String name, boolean blocked) {}
}
