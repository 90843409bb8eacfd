package io.muster.gateway.catalog.search;

/**
 * Field-weighted BM25 over names and first lines of descriptions.
 *
 * @param n number of candidates
 * @param averageName mean number of terms in their names
 * @param averageDescription mean number of terms in their descriptions
 * @see <a href="https://doi.org/10.1145/1031171.1031181">Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple
 *     weighted fields</a>
 */
record Bm25(int n, double averageName, double averageDescription) {
    private static final double K1 = 1.5;
    private static final double B = 0.75;
    private static final double NAME_WEIGHT = 3;
    private static final double COMMON_TERM_WEIGHT = 0.25;

    double idf(int df) {
        return Math.log(1 + (n - df + 0.5) / (df + 0.5));
    }

    /** What one term adds to the score of a document that contains it. */
    double score(String term, double idf, int inName, int nameLength, int inDescription, int descriptionLength) {
        var weighted = NAME_WEIGHT * normalised(inName, nameLength, averageName)
                + normalised(inDescription, descriptionLength, averageDescription);
        return idf * weighted * (K1 + 1) / (weighted + K1) * weight(term);
    }

    // Nearly every catalogue is full of list_… and get_…: they say little about what is wanted.
    private static double weight(String term) {
        return term.equals("list") || term.equals("get") ? COMMON_TERM_WEIGHT : 1;
    }

    private static double normalised(int frequency, int length, double average) {
        return frequency == 0 || average == 0 ? 0 : frequency / (1 - B + B * length / average);
    }
}
