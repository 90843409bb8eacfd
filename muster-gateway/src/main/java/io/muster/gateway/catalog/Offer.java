package io.muster.gateway.catalog;

/**
 * What one backend offers to a session of its own. Made by {@link Offers}, which gives the same object for the same
 * content, so that sessions that are offered the same share a catalogue.
 */
public final class Offer {
    private final Section section;

    Offer(Section section) {
        this.section = section;
    }

    Section section() {
        return section;
    }
}
