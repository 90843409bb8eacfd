package io.muster.cli.repl.terminal;

import io.muster.cli.repl.Assistant;
import io.muster.cli.repl.Choice;
import io.muster.cli.repl.Words;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Proposes what an {@link Assistant} knows. */
final class WordCompleter implements Completer {
    private volatile Assistant assistant = _ -> List.of();

    void assist(Assistant assistant) {
        this.assistant = assistant;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        assistant
                .choices(Words.of(line.line().substring(0, line.cursor())))
                .forEach(choice -> candidates.add(candidate(choice, candidates.size())));
    }

    private static Candidate candidate(Choice choice, int position) {
        return new Candidate(
                choice.word(),
                choice.word(),
                null,
                choice.description().isEmpty() ? null : choice.description(),
                null,
                null,
                choice.complete(),
                position);
    }
}
