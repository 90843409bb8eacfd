package io.muster.wire.yaml;

/**
 * Where a value of a block collection stands.
 *
 * @param marker offset after the colon or dash that introduces the value
 * @param indent column of the key or dash
 * @param dash whether a dash introduces it
 */
record Slot(int marker, int indent, boolean dash, YamlNode node) {
    /** The slot of a mapping's value; -1 as marker when the colon cannot be found, as after a comment. */
    static Slot ofEntry(SourceText source, YamlNode.Entry entry) {
        var text = source.text();
        var colon = entry.key().end();
        while (colon < text.length() && (text.charAt(colon) == ' ' || text.charAt(colon) == '\t')) {
            colon++;
        }
        var found = colon < text.length() && text.charAt(colon) == ':';
        return new Slot(found ? colon + 1 : -1, source.column(entry.key().start()), false, entry.node());
    }

    /** The slot of a sequence's element; -1 as marker when the dash cannot be found, as before a comment. */
    static Slot ofElement(SourceText source, YamlNode element) {
        var text = source.text();
        var dash = element.start() - 1;
        while (dash >= 0 && (text.charAt(dash) == ' ' || text.charAt(dash) == '\t')) {
            dash--;
        }
        var found = dash >= 0 && text.charAt(dash) == '-';
        return new Slot(found ? dash + 1 : -1, found ? source.column(dash) : 0, true, element);
    }

    boolean isKnown() {
        return marker >= 0;
    }

    /** Where the nested lines of a block value begin. */
    int childIndent() {
        return indent + 2;
    }
}
