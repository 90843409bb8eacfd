package io.muster.verify.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The packaged program.
 *
 * @param launcher the command that runs it
 * @param home the directory with {@code bin} and {@code lib}, where it runs
 */
public record Program(List<String> launcher, Path home) {
    public Program {
        launcher = List.copyOf(launcher);
    }

    /** What people download, unpacked; where no download is made, the program of the build on the JDK of the tests. */
    static Program packaged() throws MissingToolException {
        var download = Download.image();
        if (download.isPresent()) {
            return at(download.get());
        }
        var built = Installation.module().resolve("../muster-app/target/dist").normalize();
        if (!Files.exists(built.resolve("lib/muster-server.jar"))) {
            throw new MissingToolException("the program is not packaged; use the phase verify");
        }
        return at(built);
    }

    static Program at(Path home) {
        return new Program(List.of("sh", home.resolve("bin/muster").toString()), home);
    }

    /** The program with arguments; a runtime that came along wins over the JDK of the tests. */
    public Command command(String... arguments) {
        return new Command(launcher, home, Map.of("JAVA_HOME", System.getProperty("java.home"))).with(arguments);
    }
}
