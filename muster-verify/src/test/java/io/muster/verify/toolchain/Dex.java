package io.muster.verify.toolchain;

import java.nio.file.Path;
import java.util.List;

/**
 * Dex, built from the module that {@code src/test/dex} pins.
 *
 * @param executable the program
 */
public record Dex(Path executable) {
    static Dex built() throws MissingToolException {
        var directory = Installation.module().resolve("src/test/dex");
        if (Installation.probe(directory, "go", "version").isEmpty()
                || Installation.probe(directory, "gcc", "--version").isEmpty()) {
            throw new MissingToolException("Go with a C compiler is not installed");
        }
        var target = Installation.module().resolve("target/dex");
        var executable = target.resolve("dex");
        Installation.ensure(
                "Dex (compiling it takes minutes)",
                directory.resolve("go.sum"),
                target,
                List.of(Command.in(directory, "go", "build", "-trimpath", "-o", executable.toString())
                        .with("github.com/dexidp/dex/cmd/dex")
                        .env("CGO_ENABLED", "1")));
        return new Dex(executable);
    }

    /** Dex with a configuration file of that directory. */
    public Command serve(Path directory, String configuration) {
        return Command.in(directory, executable.toString(), "serve", configuration);
    }
}
