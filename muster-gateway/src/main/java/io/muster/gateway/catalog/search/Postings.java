package io.muster.gateway.catalog.search;

import java.util.Arrays;

/** Where one term occurs: documents in ascending order, and how often in each field. */
final class Postings {
    private int size;
    private int[] documents = new int[4];
    private int[] inName = new int[4];
    private int[] inDescription = new int[4];

    /** Counts one more occurrence; documents come in ascending order. */
    void add(int document, boolean name) {
        if (size == 0 || documents[size - 1] != document) {
            grow();
            documents[size++] = document;
        }
        (name ? inName : inDescription)[size - 1]++;
    }

    private void grow() {
        if (size == documents.length) {
            documents = Arrays.copyOf(documents, 2 * size);
            inName = Arrays.copyOf(inName, 2 * size);
            inDescription = Arrays.copyOf(inDescription, 2 * size);
        }
    }

    int size() {
        return size;
    }

    int document(int i) {
        return documents[i];
    }

    int inName(int i) {
        return inName[i];
    }

    int inDescription(int i) {
        return inDescription[i];
    }
}
