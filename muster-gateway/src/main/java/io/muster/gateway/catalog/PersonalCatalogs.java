package io.muster.gateway.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalogues of sessions that are offered more than all are, on the basis of one shared catalogue: built when asked for,
 * and one for all sessions that are offered the same. Thread-safe.
 */
final class PersonalCatalogs {
    /** Beyond that many different ones they are built anew now and then. */
    private static final int MOST = 256;

    private final List<Section> shared;
    private final Assembling assembling;
    private final ConcurrentHashMap<List<Offer>, Catalog> built = new ConcurrentHashMap<>();

    /** Puts sections together with what all sessions have. */
    interface Assembling {
        Catalog of(List<Section> sections);
    }

    PersonalCatalogs(List<Section> shared, Assembling assembling) {
        this.shared = shared;
        this.assembling = assembling;
    }

    Catalog of(List<Offer> offers) {
        var known = built.get(offers);
        if (known != null) {
            return known;
        }
        if (built.size() >= MOST) {
            built.clear();
        }
        return built.computeIfAbsent(offers, this::build);
    }

    private Catalog build(List<Offer> offers) {
        var sections = new ArrayList<>(shared);
        offers.forEach(offer -> sections.add(offer.section()));
        sections.sort(Comparator.comparing(Section::server));
        return assembling.of(sections);
    }
}
