package io.muster.wire.yaml;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.YamlNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the difference of two values into edits of the text of the old one.
 *
 * <p>Members keep their place, new ones go to the end of their mapping; sequences are compared from both ends and the
 * differing middle is edited one by one. A removed member takes with it its lines and the comment lines directly above
 * it at the same indentation, except above the first member of the document, where a file's header stands. A bracketed
 * collection whose members come or go is written anew on one line. The result is a proposal: aliases and merge keys can
 * carry an edit further than intended, so that the caller must read it again and compare.
 */
final class YamlEditor {
    private final SourceText source;
    private final TextEdits edits;
    private final SlotEditor slots;

    private YamlEditor(SourceText source) {
        this.source = source;
        this.edits = new TextEdits(source.lineBreak());
        this.slots = new SlotEditor(source, edits);
    }

    /** A text that probably has the changed value; nothing when no edit is known. */
    static Optional<String> propose(SourceText source, YamlNode root, JsonObject changed) {
        var editor = new YamlEditor(source);
        return editor.container(root, changed) ? editor.edits.applied(source.text()) : Optional.empty();
    }

    /** Edits a collection from within; false when it must be replaced as a whole. */
    private boolean container(YamlNode node, JsonValue changed) {
        return switch (node) {
            case YamlNode.Mapping mapping
            when changed instanceof JsonObject object ->
                mapping.flow() ? flow(node, changed) : mapping(mapping, object);
            case YamlNode.Sequence sequence
            when changed instanceof JsonArray array ->
                sequence.flow() ? flow(node, changed) : sequence(sequence, array);
            default -> false;
        };
    }

    private void slot(Slot slot, JsonValue changed) {
        if (!slot.node().value().equals(changed) && !container(slot.node(), changed)) {
            slots.replace(slot, changed);
        }
    }

    private boolean mapping(YamlNode.Mapping mapping, JsonObject changed) {
        var entries = mapping.entries();
        var kept = entries.stream().filter(entry -> stays(entry, changed)).toList();
        if (kept.isEmpty() || !editable(entries)) {
            return false;
        }
        removeEntries(entries, kept.getFirst(), changed);
        for (var entry : kept) {
            if (!entry.merge()) {
                slot(Slot.ofEntry(source, entry), changed.get(entry.name()).orElseThrow());
            }
        }
        var old = (JsonObject) mapping.value();
        var indent = source.column(entries.getFirst().key().start());
        var end = source.lineEnd(kept.getLast().node().end());
        for (var member : changed.members()) {
            var inherited =
                    old.get(member.name()).filter(member.value()::equals).isPresent();
            if (!inherited
                    && entries.stream().noneMatch(e -> !e.merge() && e.name().equals(member.name()))) {
                edits.insert(end, "\n" + " ".repeat(indent) + YamlWriter.entry(member, indent));
            }
        }
        return true;
    }

    private boolean editable(List<Entry> entries) {
        return entries.stream().allMatch(entry -> Slot.ofEntry(source, entry).isKnown());
    }

    private static boolean stays(Entry entry, JsonObject changed) {
        return entry.merge() || changed.has(entry.name());
    }

    private void removeEntries(List<Entry> entries, Entry firstKept, JsonObject changed) {
        var first = entries.getFirst().key().start();
        var next = firstKept.key().start();
        var sharesLine = !startsLine(first);
        for (var entry : entries) {
            var leads = sharesLine && entry.key().start() < next;
            if (!leads && !stays(entry, changed)) {
                removeLines(entry.key().start(), entry.node().end());
            }
        }
        if (sharesLine && next > first) {
            pullUp(first, next);
        }
    }

    /** Leading members behind a dash go: the first that stays moves up to the dash, below comments of its own. */
    private void pullUp(int removed, int next) {
        var commented = attachedComments(next);
        edits.delete(removed, commented == source.lineStart(next) ? next : previousLineEnd(commented));
    }

    private void removeLines(int start, int end) {
        var from = isFileHeader(start) ? source.lineStart(start) : attachedComments(start);
        if (from == 0) {
            edits.delete(0, Math.min(source.text().length(), nextLine(end)));
        } else {
            edits.delete(previousLineEnd(from), source.lineEnd(end));
        }
    }

    /** Whether nothing but comments and blank lines stands before the line. */
    private boolean isFileHeader(int offset) {
        return source.text()
                .substring(0, source.lineStart(offset))
                .lines()
                .allMatch(line -> line.isBlank()
                        || line.stripLeading().startsWith("#")
                        || line.startsWith("---")
                        || line.startsWith("%"));
    }

    /** Where the comment lines directly above begin; the line's own start when there are none. */
    private int attachedComments(int offset) {
        var column = source.column(offset);
        var from = source.lineStart(offset);
        while (from > 0) {
            var above = source.lineStart(from - 1);
            var line = source.text().substring(above, source.lineEnd(above));
            var indent = line.length() - line.stripLeading().length();
            if (indent != column || !line.startsWith("#", indent)) {
                break;
            }
            from = above;
        }
        return from;
    }

    private boolean sequence(YamlNode.Sequence sequence, JsonArray changed) {
        var places = new ArrayList<Slot>();
        sequence.elements().forEach(element -> places.add(Slot.ofElement(source, element)));
        if (changed.isEmpty() || places.isEmpty() || !places.stream().allMatch(Slot::isKnown)) {
            return false;
        }
        var head = 0;
        var limit = Math.min(places.size(), changed.size());
        while (head < limit && places.get(head).node().value().equals(changed.get(head))) {
            head++;
        }
        var tail = 0;
        while (tail < limit - head
                && places.get(places.size() - 1 - tail).node().value().equals(changed.get(changed.size() - 1 - tail))) {
            tail++;
        }
        var oldMiddle = places.subList(head, places.size() - tail);
        var newMiddle = changed.values().subList(head, changed.size() - tail);
        return middle(places, head, oldMiddle, newMiddle);
    }

    private boolean middle(List<Slot> places, int head, List<Slot> before, List<JsonValue> after) {
        var common = Math.min(before.size(), after.size());
        var removed = before.subList(common, before.size());
        if (!removed.stream().allMatch(place -> startsLine(place.marker() - 1))) {
            return false;
        }
        removed.forEach(place -> removeLines(place.marker() - 1, place.node().end()));
        for (int i = 0; i < common; i++) {
            slot(before.get(i), after.get(i));
        }
        var added = after.subList(common, after.size());
        if (head + common > 0) {
            insertAfter(places.get(head + common - 1), added);
        } else {
            insertBefore(places.getFirst(), added);
        }
        return true;
    }

    private void insertAfter(Slot previous, List<JsonValue> added) {
        var end = source.lineEnd(previous.node().end());
        for (var value : added) {
            edits.insert(end, "\n" + " ".repeat(previous.indent()) + YamlWriter.element(value, previous.indent()));
        }
    }

    private void insertBefore(Slot first, List<JsonValue> added) {
        for (var value : added) {
            var element = YamlWriter.element(value, first.indent());
            edits.insert(first.marker() - 1, element + "\n" + " ".repeat(first.indent()));
        }
    }

    /** A bracketed collection: same members, edit inside; else it is written anew on one line. */
    private boolean flow(YamlNode node, JsonValue changed) {
        if (!YamlWriter.isBlock(changed) || !YamlWriter.isBlock(node.value())) {
            return false;
        }
        if (node instanceof YamlNode.Mapping mapping
                && changed instanceof JsonObject object
                && sameNames(mapping, object)) {
            mapping.entries()
                    .forEach(entry ->
                            inBrackets(entry.node(), object.get(entry.name()).orElseThrow()));
        } else if (node instanceof YamlNode.Sequence sequence
                && changed instanceof JsonArray array
                && array.size() == sequence.elements().size()) {
            for (int i = 0; i < array.size(); i++) {
                inBrackets(sequence.elements().get(i), array.get(i));
            }
        } else {
            edits.replace(node.start(), node.end(), YamlWriter.flow(changed));
        }
        return true;
    }

    private static boolean sameNames(YamlNode.Mapping mapping, JsonObject changed) {
        return mapping.entries().size() == changed.size()
                && mapping.entries().stream().allMatch(entry -> !entry.merge() && changed.has(entry.name()));
    }

    private void inBrackets(YamlNode node, JsonValue changed) {
        if (node.value().equals(changed) || container(node, changed)) {
            return;
        }
        var text = YamlWriter.isBlock(changed) ? YamlWriter.flow(changed) : SlotEditor.scalarText(node, changed, true);
        edits.replace(node.start(), node.end(), node.start() == node.end() ? " " + text : text);
    }

    private boolean startsLine(int offset) {
        return source.text().substring(source.lineStart(offset), offset).isBlank();
    }

    private int previousLineEnd(int lineStart) {
        return source.lineEnd(source.lineStart(lineStart - 1));
    }

    private int nextLine(int offset) {
        var end = source.text().indexOf('\n', offset);
        return end < 0 ? source.text().length() : end + 1;
    }
}
