package io.muster.verify.toolchain;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was provided in this run, and what was not checked for lack of it. Closed when the run ends. */
final class Toolbox implements AutoCloseable {
    private final Map<Need, Provision> provided = new EnumMap<>(Need.class);
    private final Map<String, TreeSet<String>> unchecked = new TreeMap<>();

    synchronized Provision provide(Need need) {
        var known = provided.get(need);
        if (known == null) {
            known = find(need);
            provided.put(need, known);
        }
        return known;
    }

    synchronized void unchecked(String reason, String tests) {
        unchecked.computeIfAbsent(reason, _ -> new TreeSet<>()).add(tests);
    }

    @Override
    public synchronized void close() {
        if (unchecked.isEmpty()) {
            return;
        }
        System.out.println("NOT CHECKED on this machine:");
        unchecked.forEach((reason, tests) -> System.out.println("  " + String.join(", ", tests) + ": " + reason));
    }

    private static Provision find(Need need) {
        try {
            return new Provision.Ready(
                    switch (need) {
                        case PROGRAM -> Program.packaged();
                        case DOWNLOAD -> Download.made();
                        case NODE -> Node.installed();
                        case CONFORMANCE -> Node.installed().require(22);
                        case PYTHON -> Python.installed();
                        case DEX -> Dex.built();
                        case KEYCLOAK -> Keycloak.installed();
                        case VALKEY -> Valkey.installed();
                        case CHROMIUM -> Chromium.installed();
                        case TMUX -> Tmux.installed();
                    });
        } catch (MissingToolException e) {
            return new Provision.Missing(String.valueOf(e.getMessage()));
        }
    }
}
