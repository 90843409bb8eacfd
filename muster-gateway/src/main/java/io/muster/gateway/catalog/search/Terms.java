package io.muster.gateway.catalog.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into terms: runs of letters and digits, lower-cased; a new one begins where an upper-case letter follows a
 * lower-case one ({@code x_kubernetes_listPods} gives x, kubernetes, list, pods).
 */
final class Terms {
    private Terms() {}

    static List<String> of(String text) {
        var terms = new ArrayList<String>();
        var term = new StringBuilder();
        var afterLower = false;
        for (int i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            i += Character.charCount(c);
            var inside = Character.isLetterOrDigit(c);
            if (!inside || (afterLower && Character.isUpperCase(c))) {
                finish(term, terms);
            }
            if (inside) {
                term.appendCodePoint(Character.toLowerCase(c));
            }
            afterLower = Character.isLowerCase(c);
        }
        finish(term, terms);
        return List.copyOf(terms);
    }

    private static void finish(StringBuilder term, List<String> terms) {
        if (!term.isEmpty()) {
            terms.add(term.toString());
            term.setLength(0);
        }
    }
}
