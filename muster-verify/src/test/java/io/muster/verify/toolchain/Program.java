package io.muster.verify.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged program.
 *
 * @param home the directory with {@code bin} and {@code lib}
 */
public record Program(Path home) {
    static Program packaged() throws MissingToolException {
        var home = Installation.module().resolve("../muster-app/target/dist").normalize();
        if (!Files.exists(home.resolve("lib/muster-server.jar"))) {
            throw new MissingToolException("the program is not packaged; use the phase verify");
        }
        return new Program(home);
    }

    /** The program with arguments, on the JDK of the tests. */
    public Command command(String... arguments) {
        return Command.in(home, "sh", home.resolve("bin/muster").toString())
                .with(arguments)
                .env("JAVA_HOME", System.getProperty("java.home"));
    }
}
