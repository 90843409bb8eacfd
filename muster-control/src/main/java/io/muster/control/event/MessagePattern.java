package io.muster.control.event;

import io.muster.control.event.EventDetails.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A message with places for values. {@code {name}} and {@code {namespace}} are the subject, any other
 * {@code {place}} a detail; a part in brackets appears only when all its details are known. Values are never read as
 * pattern, so nothing that a backend says can change the shape of a message.
 */
final class MessagePattern {
    private final List<Piece> pieces;

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Name() implements Piece {}

    private record Namespace() implements Piece {}

    private record Detail(Part part) implements Piece {}

    private record Bracket(List<Piece> pieces) implements Piece {}

    private MessagePattern(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static MessagePattern of(String pattern) {
        return new MessagePattern(parse(pattern));
    }

    String render(Event.Subject subject, EventDetails details) {
        var text = new StringBuilder();
        render(pieces, subject, details, text);
        return text.toString();
    }

    private static List<Piece> parse(String pattern) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < pattern.length()) {
            int end = switch (pattern.charAt(at)) {
                case '[' -> pattern.indexOf(']', at);
                case '{' -> pattern.indexOf('}', at);
                default -> nextSpecial(pattern, at) - 1;
            };
            pieces.add(
                    switch (pattern.charAt(at)) {
                        case '[' -> new Bracket(parse(pattern.substring(at + 1, end)));
                        case '{' -> place(pattern.substring(at + 1, end));
                        default -> new Literal(pattern.substring(at, end + 1));
                    });
            at = end + 1;
        }
        return List.copyOf(pieces);
    }

    private static int nextSpecial(String pattern, int from) {
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) != '[' && pattern.charAt(at) != '{') {
            at++;
        }
        return at;
    }

    private static Piece place(String word) {
        return switch (word) {
            case "name" -> new Name();
            case "namespace" -> new Namespace();
            default -> new Detail(Part.valueOf(word.toUpperCase(Locale.ROOT)));
        };
    }

    private static void render(List<Piece> pieces, Event.Subject subject, EventDetails details, StringBuilder text) {
        for (var piece : pieces) {
            switch (piece) {
                case Literal literal -> text.append(literal.text());
                case Name _ -> text.append(subject.name());
                case Namespace _ -> text.append(subject.namespace());
                case Detail detail -> text.append(details.part(detail.part()).orElse(""));
                case Bracket bracket -> {
                    if (known(bracket, details)) {
                        render(bracket.pieces(), subject, details, text);
                    }
                }
            }
        }
    }

    private static boolean known(Bracket bracket, EventDetails details) {
        return bracket.pieces().stream()
                .allMatch(piece -> !(piece instanceof Detail detail)
                        || details.part(detail.part()).isPresent());
    }
}
