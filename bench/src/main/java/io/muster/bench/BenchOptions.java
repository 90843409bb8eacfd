package io.muster.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What to measure, and for how long.
 *
 * @param distribution the packaged program
 * @param backend a backend that runs already; without it one is started
 * @param others gateways to compare with
 * @param parts which figures; all when empty
 * @param rounds how often everything is measured, after one round that does not count
 * @param roundNanos how long one measurement of one round takes
 */
record BenchOptions(
        Path distribution,
        Optional<URI> backend,
        List<Other> others,
        Set<String> parts,
        int rounds,
        long roundNanos,
        boolean help) {
    static final String HELP = """
            GatewayBench [--quick] [--only <part>,...] [--muster <directory>]
                         [--backend <url> --other <name>=<url>=<tool>=<mode>[=<pid>] ...]

              --quick    shorter rounds: figures to look at, not to quote
              --only     parts to measure: start, calls, protection, sso, backends, filter, streams
              --muster   the packaged program (default: muster-app/target/dist)
              --backend  a BenchBackend that runs already, for gateways that were configured with it
              --other    another gateway in front of that backend: its MCP endpoint, the name that the tool
                         list_pods_0 has there, and how it is called: native, or call_tool (a meta-tool).
                         With its process id its CPU time is measured too, and it gets the same core.
              --help     this text

            A backend on a port of its own: java -cp <class path> io.muster.bench.BenchBackend <port>
            Its MCP servers: http://127.0.0.1:<port>/tools/<how many>/<any name>/mcp""";

    /** A gateway that somebody else started. */
    record Other(String name, URI endpoint, ToolCall call, OptionalLong pid) {
        static Other parse(String text) {
            var parts = text.split("=");
            if (parts.length < 4 || parts.length > 5) {
                throw new IllegalArgumentException("--other wants <name>=<url>=<tool>=<mode>, got " + text);
            }
            var call = switch (parts[3]) {
                case "native" -> ToolCall.natively(parts[2]);
                case "call_tool" -> ToolCall.throughMetaTool(parts[2]);
                default -> throw new IllegalArgumentException("a mode is native or call_tool: " + parts[3]);
            };
            var pid = parts.length == 5 ? OptionalLong.of(Long.parseLong(parts[4])) : OptionalLong.empty();
            return new Other(parts[0], URI.create(parts[1]), call, pid);
        }
    }

    static BenchOptions parse(String[] arguments) {
        var distribution = Path.of("muster-app/target/dist");
        var backend = Optional.<URI>empty();
        var others = new ArrayList<Other>();
        var parts = new LinkedHashSet<String>();
        var quick = false;
        var help = false;
        for (var i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--help" -> help = true;
                case "--only" -> parts.addAll(List.of(value(arguments, ++i).split(",")));
                case "--muster" -> distribution = Path.of(value(arguments, ++i));
                case "--backend" -> backend = Optional.of(URI.create(value(arguments, ++i)));
                case "--other" -> others.add(Other.parse(value(arguments, ++i)));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        var rounds = quick ? 3 : 7;
        var roundNanos = quick ? 1_000_000_000L : 3_000_000_000L;
        return new BenchOptions(distribution, backend, others, parts, rounds, roundNanos, help);
    }

    boolean wants(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException("a value is missing after " + arguments[at - 1]);
        }
        return arguments[at];
    }
}
