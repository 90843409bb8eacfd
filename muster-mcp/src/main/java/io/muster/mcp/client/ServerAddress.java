package io.muster.mcp.client;

import io.muster.wire.http.Headers;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** How a server is reached. */
public sealed interface ServerAddress {
    /**
     * A child process that speaks newline-delimited JSON-RPC.
     *
     * @param command executable, looked up on the {@code PATH}; no shell is involved
     * @param environment added to the environment of this process
     */
    record Stdio(String command, List<String> arguments, Map<String, String> environment) implements ServerAddress {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** Without the values of the environment, which may be secrets. */
        @Override
        public String toString() {
            return "stdio " + command;
        }
    }

    /** Streamable HTTP. */
    record StreamableHttp(URI url, RequestHeaders headers) implements ServerAddress {}

    /** HTTP+SSE of revision 2024-11-05. */
    record Sse(URI url, RequestHeaders headers) implements ServerAddress {}

    /** The header fields of one outgoing request, asked for anew each time: a connection holds no credential. */
    interface RequestHeaders {
        Headers current() throws InterruptedException;
    }
}
