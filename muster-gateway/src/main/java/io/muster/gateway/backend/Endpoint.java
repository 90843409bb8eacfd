package io.muster.gateway.backend;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** How a backend is reached. Values of {@code environment} and {@code headers} may be secrets and are never printed. */
public sealed interface Endpoint {
    /** The word in definitions: {@code stdio}, {@code streamable-http}, {@code sse}. */
    String type();

    default boolean isRemote() {
        return !(this instanceof Stdio);
    }

    /** A child process. */
    record Stdio(String command, List<String> args, Map<String, String> env) implements Endpoint {
        public Stdio {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        @Override
        public String type() {
            return "stdio";
        }

        @Override
        public String toString() {
            return "stdio " + command;
        }
    }

    /** Streamable HTTP. */
    record StreamableHttp(URI url, Map<String, String> headers) implements Endpoint {
        public StreamableHttp {
            headers = Map.copyOf(headers);
        }

        @Override
        public String type() {
            return "streamable-http";
        }

        @Override
        public String toString() {
            return "streamable-http " + url.getHost();
        }
    }

    /** HTTP+SSE of revision 2024-11-05. */
    record Sse(URI url, Map<String, String> headers) implements Endpoint {
        public Sse {
            headers = Map.copyOf(headers);
        }

        @Override
        public String type() {
            return "sse";
        }

        @Override
        public String toString() {
            return "sse " + url.getHost();
        }
    }
}
