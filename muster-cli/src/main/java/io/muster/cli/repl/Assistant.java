package io.muster.cli.repl;

import java.util.List;

/** Proposes how a line could go on. */
public interface Assistant {
    /** What the last word of the line, which may be empty, could become. */
    List<Choice> choices(Words line);
}
