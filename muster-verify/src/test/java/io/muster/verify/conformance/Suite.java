package io.muster.verify.conformance;

import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The official suite. Its exit code is 0 when exactly those scenarios fail that are expected to. */
record Suite(Node node) {
    private static final String NEXT = "node_modules/conformance-authorization/dist/index.js";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** All server scenarios of a revision. */
    Command.Completed server(String url, String revision, String expected) {
        return run("server", expected, "--url", url, "--suite", "all", "--spec-version", revision);
    }

    /** One client scenario. */
    Command.Completed client(List<String> driver, String scenario) {
        return run("client", "client", "--command", String.join(" ", driver), "--scenario", scenario);
    }

    /** Client scenarios of a suite, in parallel. */
    Command.Completed clients(List<String> driver, String suite) {
        return run("client", "client", "--command", String.join(" ", driver), "--suite", suite);
    }

    /** One client scenario of the suite's next version, about the login, over the wire of the revision before. */
    Command.Completed nextClient(List<String> driver, String scenario) {
        return node.script(NEXT, "client", "--command", String.join(" ", driver), "--scenario", scenario)
                .with("--spec-version", "2025-11-25", "--force")
                .run(LIMIT);
    }

    private Command.Completed run(String side, String expected, String... arguments) {
        var file = Path.of(
                System.getProperty("basedir", ""), "src/test/conformance", expected + "-expected-failures.yaml");
        return node.packaged("conformance/dist/index.js", side)
                .with(arguments)
                .with("--expected-failures", file.toAbsolutePath().toString())
                .run(LIMIT);
    }
}
