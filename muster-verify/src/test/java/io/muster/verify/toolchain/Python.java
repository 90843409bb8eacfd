package io.muster.verify.toolchain;

import java.nio.file.Path;
import java.util.List;

/**
 * Python with the packages that {@code src/test/python} pins.
 *
 * @param executable of the virtual environment
 * @param directory where scripts are
 */
public record Python(Path executable, Path directory) {
    static Python installed() throws MissingToolException {
        var directory = Installation.module().resolve("src/test/python");
        if (Installation.probe(directory, "python3", "-c", "import sys, venv; assert sys.version_info >= (3, 10)")
                .isEmpty()) {
            throw new MissingToolException("Python 3.10 or newer with venv is not installed");
        }
        var environment = Installation.module().resolve("target/python");
        var executable = environment.resolve("bin/python");
        var requirements = directory.resolve("requirements.txt");
        Installation.ensure(
                "the packages of src/test/python",
                requirements,
                environment,
                List.of(
                        Command.in(directory, "python3", "-m", "venv", "--clear", environment.toString()),
                        Command.in(directory, executable.toString(), "-m", "pip", "install", "--quiet")
                                .with("--disable-pip-version-check", "--requirement", requirements.toString())));
        return new Python(executable, directory);
    }

    /** A script of {@code src/test/python}. */
    public Command script(String name, String... arguments) {
        return Command.in(
                        directory,
                        executable.toString(),
                        directory.resolve(name).toString())
                .with(arguments);
    }
}
