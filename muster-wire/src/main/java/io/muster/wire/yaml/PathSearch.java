package io.muster.wire.yaml;

import io.muster.wire.json.decode.JsonPath;

/** Finds the part of a document that a path names, by building paths the way decoders do. */
final class PathSearch {
    private PathSearch() {}

    /** Offset of the part at the path, or of its nearest known parent. */
    static int nearest(YamlNode root, JsonPath path) {
        return nearest(root, JsonPath.ROOT, path, root.start());
    }

    private static int nearest(YamlNode node, JsonPath here, JsonPath wanted, int found) {
        switch (node) {
            case YamlNode.Mapping mapping -> {
                for (var entry : mapping.entries()) {
                    var path = here.member(entry.name());
                    if (leadsTo(path, wanted)) {
                        return nearest(entry.node(), path, wanted, entry.key().start());
                    }
                }
            }
            case YamlNode.Sequence sequence -> {
                for (int i = 0; i < sequence.elements().size(); i++) {
                    var path = here.element(i);
                    if (leadsTo(path, wanted)) {
                        var element = sequence.elements().get(i);
                        return nearest(element, path, wanted, element.start());
                    }
                }
            }
            case YamlNode.Alias alias -> {
                return found;
            }
            case YamlNode.Scalar scalar -> {
                return found;
            }
        }
        return found;
    }

    /** Whether one path is the other one or a parent of it. */
    private static boolean leadsTo(JsonPath path, JsonPath wanted) {
        var text = wanted.text();
        if (!text.startsWith(path.text())) {
            return false;
        }
        var length = path.text().length();
        return text.length() == length || text.charAt(length) == '.' || text.charAt(length) == '[';
    }
}
