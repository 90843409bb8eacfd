package io.muster.cli.repl;

import java.util.List;

/** A command of the session. */
interface ReplCommand {
    About about();

    /**
     * Carries it out.
     *
     * @param line whose first word is the command
     */
    void run(Words line) throws InterruptedException;

    /**
     * What its last word could become.
     *
     * @param before the words before the last one, the command included
     */
    default List<Choice> choices(List<String> before) {
        return List.of();
    }
}
