package io.muster.cli.syntax;

import io.muster.cli.argument.Given;
import java.util.List;

/** The options that a command does not know itself and passes on to a tool, in the order of the command line. */
public final class Others {
    private List<Given> given = List.of();

    Others() {}

    public List<Given> given() {
        return given;
    }

    void set(List<Given> given) {
        this.given = List.copyOf(given);
    }
}
