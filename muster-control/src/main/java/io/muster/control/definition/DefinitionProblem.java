package io.muster.control.definition;

import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something wrong with a definition, with its place.
 *
 * @param source where it is kept, such as {@code mcpservers/github.yaml}
 * @param position the place in the text, when it is a text
 * @param problem the field and what is wrong with it
 */
public record DefinitionProblem(String source, Optional<Position> position, Problem problem) {
    /** {@code mcpservers/github.yaml:4:8: spec.url: must be …}. */
    @Override
    public String toString() {
        var place = position.map(at -> ":" + at.line() + ":" + at.column()).orElse("");
        return source + place + ": " + problem;
    }

    /** All of them in one line. */
    public static String text(List<DefinitionProblem> problems) {
        return problems.stream().map(DefinitionProblem::toString).collect(Collectors.joining("; "));
    }
}
