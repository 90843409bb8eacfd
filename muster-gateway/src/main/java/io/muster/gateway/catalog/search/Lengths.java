package io.muster.gateway.catalog.search;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** How many terms the fields of each document have. */
final class Lengths {
    private final int[] names;
    private final int[] descriptions;
    private final Bm25 all;

    private Lengths(int[] names, int[] descriptions) {
        this.names = names;
        this.descriptions = descriptions;
        this.all = statistics(IntStream.range(0, names.length).toArray());
    }

    static Lengths of(List<ToolDocument> documents) {
        return new Lengths(
                documents.stream().mapToInt(d -> d.nameTerms().size()).toArray(),
                documents.stream().mapToInt(d -> d.descriptionTerms().size()).toArray());
    }

    int ofName(int document) {
        return names[document];
    }

    int ofDescription(int document) {
        return descriptions[document];
    }

    /** The statistics over all documents. */
    Bm25 all() {
        return all;
    }

    /** The statistics over some of them. */
    Bm25 of(BitSet candidates) {
        return statistics(candidates.stream().toArray());
    }

    private Bm25 statistics(int[] candidates) {
        var n = candidates.length;
        long inNames = 0;
        long inDescriptions = 0;
        for (var candidate : candidates) {
            inNames += names[candidate];
            inDescriptions += descriptions[candidate];
        }
        return new Bm25(n, n == 0 ? 0 : (double) inNames / n, n == 0 ? 0 : (double) inDescriptions / n);
    }
}
