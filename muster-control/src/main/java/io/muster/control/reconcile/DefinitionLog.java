package io.muster.control.reconcile;

import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore.Entry;
import io.muster.control.definition.DefinitionStore.Unreadable;
import io.muster.gateway.backend.BackendSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of definitions that are wrong or odd: once, and again when the definition or what is wrong with it
 * is another. Safe for use by many threads.
 */
final class DefinitionLog {
    private static final Logger log = LoggerFactory.getLogger(DefinitionLog.class);

    private final BiConsumer<String, String> warn;
    private final Map<String, Object> last = new ConcurrentHashMap<>();
    private final Set<String> misnamed = ConcurrentHashMap.newKeySet();

    private record Usable(BackendSpec spec, List<DefinitionProblem> warnings) {}

    DefinitionLog() {
        this((server, text) -> log.atWarn().addKeyValue("backend", server).log(text));
    }

    /** @param warn is given the name of a server and a line about it */
    DefinitionLog(BiConsumer<String, String> warn) {
        this.warn = warn;
    }

    void usable(BackendSpec spec, List<DefinitionProblem> warnings) {
        if (isNew(spec.name(), new Usable(spec, warnings))) {
            warnings.forEach(warning -> warn.accept(spec.name(), warning.toString()));
        }
    }

    void unusable(String name, List<DefinitionProblem> problems, boolean goesOnRunning) {
        var text = DefinitionProblem.text(problems);
        if (isNew(name, text)) {
            warn.accept(
                    name,
                    "invalid definition" + (goesOnRunning ? ", the last good one goes on running: " : ": ") + text);
        }
    }

    void gone(String name) {
        last.remove(name);
    }

    /** @param entries all whose names no server can have */
    void misnamed(List<Entry> entries) {
        misnamed.retainAll(entries.stream()
                .flatMap(entry -> problems(entry).stream())
                .map(DefinitionProblem::source)
                .collect(Collectors.toSet()));
        for (var entry : entries) {
            problems(entry).stream()
                    .filter(problem -> misnamed.add(problem.source()))
                    .forEach(problem -> warn.accept(entry.name(), "invalid definition: " + problem));
        }
    }

    /** A file whose name no server can have may be another one now. */
    void changed(String file) {
        misnamed.remove(file);
    }

    private static List<DefinitionProblem> problems(Entry entry) {
        return entry.lookup() instanceof Unreadable(var problems) ? problems : List.of();
    }

    private boolean isNew(String name, Object said) {
        return !said.equals(last.put(name, said));
    }
}
