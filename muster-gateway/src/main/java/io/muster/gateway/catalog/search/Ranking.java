package io.muster.gateway.catalog.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;

/**
 * Ranks the candidates of one search. Tools that contain a term of the query as it stands come first, with the scores of
 * {@link Bm25}. Tools that contain only a relative of a term (a longer word, or its singular) follow; their scores are
 * squeezed below the least score of the first group, so that they can never change its order or come between.
 */
final class Ranking {
    private static final int MIN_RELATED_LENGTH = 3;
    private static final int MAX_RELATED_TERMS = 64;

    private final List<ToolDocument> documents;
    private final NavigableMap<String, Postings> vocabulary;
    private final Lengths lengths;
    private final Optional<BitSet> candidates;
    private final Bm25 bm25;

    private record Hit(int document, double score) {
        static final Comparator<Hit> BEST_FIRST =
                Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::document);
    }

    /**
     * @param candidates the documents to choose from; all when empty
     */
    Ranking(
            List<ToolDocument> documents,
            NavigableMap<String, Postings> vocabulary,
            Lengths lengths,
            Optional<BitSet> candidates) {
        this.documents = documents;
        this.vocabulary = vocabulary;
        this.lengths = lengths;
        this.candidates = candidates;
        this.bm25 = candidates.map(lengths::of).orElseGet(lengths::all);
    }

    /** One page of the matches, best first; equal scores keep catalogue order. */
    Found best(List<String> query, int offset, int limit) {
        var terms = query.stream().distinct().toList();
        var exact = new double[documents.size()];
        terms.forEach(term -> add(term, term, exact));
        var related = new double[documents.size()];
        terms.forEach(term -> relatives(term).forEach(relative -> add(term, relative, related)));
        var page = new Page(offset, limit);
        squeeze(related, exact);
        for (int i = 0; i < exact.length; i++) {
            page.offer(i, Math.max(exact[i], related[i]));
        }
        return new Found(page.total, page.matches(documents));
    }

    private void add(String term, String inVocabulary, double[] scores) {
        var postings = vocabulary.get(inVocabulary);
        if (postings == null) {
            return;
        }
        var idf = bm25.idf(frequency(postings));
        for (int i = 0; i < postings.size(); i++) {
            var document = postings.document(i);
            if (isCandidate(document)) {
                scores[document] += bm25.score(
                        term,
                        idf,
                        postings.inName(i),
                        lengths.ofName(document),
                        postings.inDescription(i),
                        lengths.ofDescription(document));
            }
        }
    }

    private int frequency(Postings postings) {
        if (candidates.isEmpty()) {
            return postings.size();
        }
        var frequency = 0;
        for (int i = 0; i < postings.size(); i++) {
            frequency += isCandidate(postings.document(i)) ? 1 : 0;
        }
        return frequency;
    }

    private boolean isCandidate(int document) {
        return candidates.isEmpty() || candidates.get().get(document);
    }

    /** Terms of the catalogue that begin with the term, and its singular. */
    private List<String> relatives(String term) {
        if (term.length() < MIN_RELATED_LENGTH) {
            return List.of();
        }
        var relatives = new ArrayList<String>();
        SortedMap<String, Postings> longer = vocabulary.tailMap(term, false);
        for (var candidate : longer.keySet()) {
            if (!candidate.startsWith(term) || relatives.size() == MAX_RELATED_TERMS) {
                break;
            }
            relatives.add(candidate);
        }
        for (var ending : List.of("s", "es")) {
            if (term.endsWith(ending) && term.length() - ending.length() >= MIN_RELATED_LENGTH) {
                relatives.add(term.substring(0, term.length() - ending.length()));
            }
        }
        return relatives;
    }

    /** Brings the scores of relatives below the least score of the others, and forgets them where there are both. */
    private static void squeeze(double[] related, double[] exact) {
        var least = 1.0;
        for (var score : exact) {
            least = score > 0 ? Math.min(least, score) : least;
        }
        for (int i = 0; i < related.length; i++) {
            related[i] = exact[i] > 0 ? 0 : least / 2 * (related[i] / (1 + related[i]));
        }
    }

    /** Keeps only as many hits as the page needs, worst first, and counts the others. */
    private static final class Page {
        private final int offset;
        private final int wanted;
        private final PriorityQueue<Hit> best = new PriorityQueue<>(Hit.BEST_FIRST.reversed());
        private int total;

        Page(int offset, int limit) {
            this.offset = offset;
            this.wanted = (int) Math.min((long) offset + limit, Integer.MAX_VALUE);
        }

        /** Documents come in ascending order, so that of equal scores the first is there already. */
        void offer(int document, double score) {
            if (score <= 0) {
                return;
            }
            total++;
            if (best.size() < wanted) {
                best.add(new Hit(document, score));
            } else if (!best.isEmpty() && score > best.element().score()) {
                best.remove();
                best.add(new Hit(document, score));
            }
        }

        List<Found.Match> matches(List<ToolDocument> documents) {
            return best.stream()
                    .sorted(Hit.BEST_FIRST)
                    .skip(offset)
                    .map(hit -> new Found.Match(documents.get(hit.document()), hit.score()))
                    .toList();
        }
    }
}
