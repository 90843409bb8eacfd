package io.muster.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header fields in order; names compare without case (RFC 9110 section 5.1). */
public final class Headers {
    public static final Headers EMPTY = new Headers(List.of());

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /** One field line. */
    public record Field(String name, String value) {}

    public static Headers of(String name, String value) {
        return new Headers(List.of(new Field(name, value)));
    }

    public static Headers of(List<Field> fields) {
        return fields.isEmpty() ? EMPTY : new Headers(List.copyOf(fields));
    }

    public List<Field> fields() {
        return fields;
    }

    /** The first value of the field. */
    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        var values = new ArrayList<String>(1);
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return List.copyOf(values);
    }

    /** These fields with every field of that name replaced by one value. */
    public Headers with(String name, String value) {
        var copy = new ArrayList<Field>(fields.size() + 1);
        for (var field : fields) {
            if (!field.name().equalsIgnoreCase(name)) {
                copy.add(field);
            }
        }
        copy.add(new Field(name, value));
        return new Headers(List.copyOf(copy));
    }

    /** These fields and the other's, which win where names are equal. */
    public Headers withAll(Headers other) {
        var result = this;
        for (var field : other.fields) {
            result = result.with(field.name(), field.value());
        }
        return result;
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return fields.stream().map(Field::name).toList().toString();
    }
}
