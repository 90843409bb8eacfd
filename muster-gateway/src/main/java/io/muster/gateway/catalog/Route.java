package io.muster.gateway.catalog;

import io.muster.gateway.tool.ToolProvider;
import java.util.List;

/** Where a call of an exposed name goes. */
public sealed interface Route {
    /**
     * To one backend.
     *
     * @param original the name or URI as the backend knows it
     */
    record ToBackend(String server, String original) implements Route {}

    /**
     * To the member of a family that an argument names.
     *
     * @param instanceArg the argument that names the member; not passed on
     * @param servers the members, sorted
     * @param original the tool's name, the same on all members
     */
    record ToInstance(String instanceArg, List<String> servers, String original) implements Route {
        public ToInstance {
            servers = List.copyOf(servers);
        }
    }

    /** To a part of Muster itself. */
    record ToProvider(ToolProvider provider) implements Route {}
}
