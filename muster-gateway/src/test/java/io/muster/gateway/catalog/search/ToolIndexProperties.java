package io.muster.gateway.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.fake.FakeBackends;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ToolIndexProperties {
    /** Two letters at most, so that no word is a relative of another. */
    private static final List<String> WORDS = List.of("a", "b", "ab", "ba", "q", "list", "get");

    @Provide
    Arbitrary<List<ToolDocument>> catalogues() {
        var phrase = Arbitraries.of(WORDS).list().ofMaxSize(6);
        return Combinators.combine(phrase, phrase)
                .as((name, description) -> new ToolDocument(
                        FakeBackends.tool(String.join("_", name), String.join(" ", description) + "\nq q q q")))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(4).map(words -> String.join(" ", words));
    }

    @Property(tries = 500)
    void ranking_is_the_formula_of_the_specification(
            @ForAll("catalogues") List<ToolDocument> documents,
            @ForAll("queries") String query,
            @ForAll boolean filtered) {
        var pattern = filtered ? "a*" : "";
        var candidates = documents.stream()
                .filter(d -> !filtered || d.name().startsWith("a"))
                .toList();

        var found = ToolIndex.of(documents).search(new ToolQuery(pattern, "", query, Map.of(), false), 0, 0);

        assertThat(found.page()).isEqualTo(naive(candidates, Terms.of(query)));
        assertThat(found.total()).isEqualTo(found.page().size());
    }

    @Property(tries = 200)
    void pages_are_pieces_of_the_whole(
            @ForAll("catalogues") List<ToolDocument> documents, @ForAll("queries") String query) {
        var index = ToolIndex.of(documents);
        var wanted = new ToolQuery("", "", query, Map.of(), false);

        var pieces = new ArrayList<Found.Match>();
        for (int offset = 0; offset < documents.size(); offset += 2) {
            pieces.addAll(index.search(wanted, offset, 2).page());
        }

        assertThat(pieces).isEqualTo(index.search(wanted, 0, 0).page());
    }

    /** The formula, read off the specification with no index at all. */
    private static List<Found.Match> naive(List<ToolDocument> candidates, List<String> query) {
        var matches = new ArrayList<Found.Match>();
        var n = candidates.size();
        var averageName = candidates.stream()
                .mapToInt(d -> d.nameTerms().size())
                .average()
                .orElse(0);
        var averageDescription = candidates.stream()
                .mapToInt(d -> d.descriptionTerms().size())
                .average()
                .orElse(0);
        for (var document : candidates) {
            var score = 0.0;
            for (var term : query.stream().distinct().toList()) {
                var df = candidates.stream()
                        .filter(d -> d.nameTerms().contains(term)
                                || d.descriptionTerms().contains(term))
                        .count();
                var idf = Math.log(1 + (n - df + 0.5) / (df + 0.5));
                var w = 3 * tf(term, document.nameTerms(), averageName)
                        + tf(term, document.descriptionTerms(), averageDescription);
                var common = term.equals("list") || term.equals("get") ? 0.25 : 1;
                score += idf * w * 2.5 / (w + 1.5) * common;
            }
            if (score > 0) {
                matches.add(new Found.Match(document, score));
            }
        }
        return matches.stream()
                .sorted(Comparator.comparingDouble(Found.Match::score).reversed())
                .toList();
    }

    private static double tf(String term, List<String> field, double average) {
        var f = field.stream().filter(term::equals).count();
        return f == 0 || average == 0 ? 0 : f / (1 - 0.75 + 0.75 * field.size() / average);
    }
}
