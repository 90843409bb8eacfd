package io.muster.gateway.catalog.search;

import java.util.List;

/**
 * One page of what a search found.
 *
 * @param total how many tools match, on all pages
 * @param page those of this page, in order
 */
public record Found(int total, List<Match> page) {
    static final Found NOTHING = new Found(0, List.of());

    public Found {
        page = List.copyOf(page);
    }

    /** A tool that matches; the score is zero when nothing was ranked. */
    public record Match(ToolDocument document, double score) {}
}
