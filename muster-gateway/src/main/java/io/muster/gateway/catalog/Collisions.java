package io.muster.gateway.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names that somebody could not have because others have them. A backend may lose thousands: a few stand for all. */
final class Collisions {
    private static final int SHOWN = 3;
    private static final int LONGEST_NAME = 100;

    private final Map<String, Lost> byLoser = new HashMap<>();

    private static final class Lost {
        private final List<String> first = new ArrayList<>(SHOWN);
        private String only = "";
        private int count;
    }

    void add(String kind, String name, String loser, String winner) {
        var lost = byLoser.computeIfAbsent(loser, _ -> new Lost());
        lost.count++;
        if (lost.count > SHOWN) {
            return;
        }
        var shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        lost.first.add(kind + " '" + shown + "' belongs to " + winner);
        lost.only = kind + " '" + shown + "' of " + loser + " is hidden: the name belongs to " + winner;
    }

    /** One sentence for each that lost something. */
    Map<String, String> sentences() {
        var sentences = HashMap.<String, String>newHashMap(byLoser.size());
        byLoser.forEach((loser, lost) -> sentences.put(loser, sentence(loser, lost)));
        return sentences;
    }

    private static String sentence(String loser, Lost lost) {
        return lost.count == 1
                ? lost.only
                : lost.count + " names of " + loser + " are hidden: " + String.join(", ", lost.first)
                        + (lost.count > SHOWN ? ", …" : "");
    }
}
