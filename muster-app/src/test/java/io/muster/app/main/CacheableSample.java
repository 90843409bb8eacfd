package io.muster.app.main;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Uses everything that the build rewrites, and tells in words what it saw. */
public final class CacheableSample implements Supplier<String> {
    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Box(int width, long height, boolean filled, char mark) implements Shape {}

        record Named(
                byte small,
                short medium,
                float ratio,
                @Nullable String name,
                List<Shape> parts) implements Shape {}

        record Nothing() implements Shape {}

        /** A switch inside of an interface, whose method has to be called as one of an interface. */
        static String kind(Shape shape) {
            return switch (shape) {
                case Circle(var radius) when radius > 10 -> "large circle";
                case Circle _ -> "circle";
                case Box box when box.filled() -> "filled box";
                case Box _ -> "box";
                case Named(var _, var _, var _, var name, var parts) -> "named " + name + " of " + parts.size();
                case Nothing _ -> "nothing";
            };
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape.Circle(1.5),
            new Shape.Circle(11),
            new Shape.Circle(Double.NaN),
            new Shape.Circle(-0.0),
            new Shape.Circle(0.0),
            new Shape.Box(1, 1L << 40, true, 'x'),
            new Shape.Box(1, 1L << 40, false, 'x'),
            new Shape.Named((byte) -1, (short) 300, 0.5f, null, List.of()),
            new Shape.Named((byte) -1, (short) 300, 0.5f, "a", List.of(new Shape.Nothing())),
            new Shape.Nothing());

    @Override
    public String get() {
        var seen = new StringBuilder();
        for (var shape : SHAPES) {
            seen.append(Shape.kind(shape)).append(' ').append(shape).append(' ').append(shape.hashCode());
            SHAPES.forEach(other -> seen.append(shape.equals(other) ? " =" : " /"));
            seen.append(shape.equals((Object) "a text")).append('\n');
        }
        for (var text : new @Nullable String[] {"one", "two", "three", null}) {
            seen.append(word(text)).append(' ');
        }
        return seen.toString();
    }

    private static String word(@Nullable String text) {
        return switch (text) {
            case "one" -> "first";
            case null -> "none";
            case String longer when longer.length() > 3 -> "long";
            case "two" -> "second";
            case String _ -> "other";
        };
    }
}
