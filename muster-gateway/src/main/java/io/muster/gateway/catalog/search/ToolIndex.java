package io.muster.gateway.catalog.search;

import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A searchable list of tools. Immutable; built once per catalogue, so that a search touches only what it asks for. */
public final class ToolIndex {
    private final List<ToolDocument> documents;
    private final NavigableMap<String, Postings> vocabulary;
    private final Lengths lengths;

    private ToolIndex(List<ToolDocument> documents, NavigableMap<String, Postings> vocabulary, Lengths lengths) {
        this.documents = documents;
        this.vocabulary = vocabulary;
        this.lengths = lengths;
    }

    public static ToolIndex of(List<ToolDocument> documents) {
        var vocabulary = new TreeMap<String, Postings>();
        for (int i = 0; i < documents.size(); i++) {
            for (var term : documents.get(i).nameTerms()) {
                vocabulary.computeIfAbsent(term, _ -> new Postings()).add(i, true);
            }
            for (var term : documents.get(i).descriptionTerms()) {
                vocabulary.computeIfAbsent(term, _ -> new Postings()).add(i, false);
            }
        }
        return new ToolIndex(List.copyOf(documents), vocabulary, Lengths.of(documents));
    }

    public int size() {
        return documents.size();
    }

    /**
     * Finds one page of matching tools.
     *
     * @param offset how many matches to skip
     * @param limit how many to answer at most; 0 for all
     * @throws BadPattern when the name pattern is malformed
     */
    public Found search(ToolQuery query, int offset, int limit) {
        var candidates = query.filters() ? Optional.of(candidates(query)) : Optional.<BitSet>empty();
        var size = limit == 0 ? Integer.MAX_VALUE : limit;
        if (query.ranks()) {
            return new Ranking(documents, vocabulary, lengths, candidates).best(Terms.of(query.text()), offset, size);
        }
        var total = candidates.map(BitSet::cardinality).orElse(documents.size());
        var matching = candidates.map(BitSet::stream).orElseGet(() -> IntStream.range(0, documents.size()));
        return new Found(
                total,
                matching.skip(offset)
                        .limit(size)
                        .mapToObj(i -> new Found.Match(documents.get(i), 0))
                        .toList());
    }

    private BitSet candidates(ToolQuery query) {
        var sensitive = query.caseSensitive();
        var glob = Glob.compile(query.pattern().isEmpty() ? "*" : query.pattern(), sensitive);
        var wanted = sensitive ? query.description() : query.description().toLowerCase(Locale.ROOT);
        var candidates = new BitSet(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            var document = documents.get(i);
            if ((query.pattern().isEmpty() || glob.matches(document.name(sensitive)))
                    && (wanted.isEmpty() || document.description(sensitive).contains(wanted))
                    && hasLabels(document, query.labels())) {
                candidates.set(i);
            }
        }
        return candidates;
    }

    private static boolean hasLabels(ToolDocument document, Map<String, String> wanted) {
        return wanted.isEmpty()
                || document.labels()
                        .filter(labels -> wanted.entrySet().stream()
                                .allMatch(label -> labels.get(label.getKey())
                                        .filter(value -> labelText(value).equals(label.getValue()))
                                        .isPresent()))
                        .isPresent();
    }

    /** A label's value as text, whatever its type. */
    public static String labelText(JsonValue value) {
        return switch (value) {
            case JsonString(var text) -> text;
            case JsonNumber(var text) -> text;
            case JsonBoolean bool -> bool.toString();
            default -> value.toString();
        };
    }
}
