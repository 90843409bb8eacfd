package io.muster.wire.text;

import java.util.regex.Pattern;

/**
 * Markup in which every text and every value of an attribute is escaped, because there is no other way to put one in.
 * Names of elements and attributes, and what becomes markup as it is, are constants of the program.
 *
 * @param markup safe to send
 */
public record Html(String markup) {
    public static final Html NOTHING = new Html("");

    /** Controls, and characters that reorder or hide what stands around them. */
    private static final Pattern MISLEADING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\u2028\\u2029]");

    /** Text as people read it; what could mislead them is replaced. */
    public static Html text(String text) {
        return new Html(escaped(MISLEADING.matcher(text).replaceAll("\uFFFD")));
    }

    public static Html of(Html... parts) {
        var all = new StringBuilder();
        for (var part : parts) {
            all.append(part.markup);
        }
        return new Html(all.toString());
    }

    /** An element that is yet to get its attributes and content. */
    public static Element element(String name) {
        return new Element(name, "");
    }

    private static String escaped(String text) {
        var result = new StringBuilder(text.length() + 16);
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            switch (character) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                case '\'' -> result.append("&#39;");
                default -> result.append(character);
            }
        }
        return result.toString();
    }

    /**
     * The beginning of an element.
     *
     * @param attributes that it has so far, as markup
     */
    public record Element(String name, String attributes) {
        /** Values are kept as they are: a URL must stay the URL that was checked. */
        public Element with(String attribute, String value) {
            return new Element(name, attributes + " " + attribute + "=\"" + escaped(value) + "\"");
        }

        public Html holding(Html... content) {
            return new Html("<" + name + attributes + ">" + of(content).markup() + "</" + name + ">");
        }

        public Html saying(String text) {
            return holding(text(text));
        }

        /** For elements that have no content. */
        public Html empty() {
            return new Html("<" + name + attributes + ">");
        }
    }
}
