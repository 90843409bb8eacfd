package io.muster.cli.setup.intake;

import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One MCP server in the settings of another program.
 *
 * @param name as it is called there
 * @param entry what is said about it, in the shape that all these programs share; secrets included
 * @param notes what is lost on the way from its own shape to that one
 * @param obstacle why it cannot be taken over, when that is known already
 */
record Found(Origin origin, String name, JsonValue entry, List<String> notes, Optional<String> obstacle) {
    Found {
        notes = List.copyOf(notes);
    }

    /**
     * Where it was found.
     *
     * @param program the program whose settings they are
     * @param bareVariables whether the program replaces {@code ${NAME}} by an environment variable
     */
    record Origin(Path file, String program, Position position, boolean bareVariables) {}

    /** The answer: a file that cannot be read is listed, the others are taken over nevertheless. */
    sealed interface Reading {}

    record Servers(List<Found> servers) implements Reading {
        Servers {
            servers = List.copyOf(servers);
        }
    }

    /** Nothing is taken from the file. */
    record Broken(Path file, Optional<Position> position, String message) implements Reading {}
}
