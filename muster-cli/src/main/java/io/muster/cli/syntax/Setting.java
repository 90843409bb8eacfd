package io.muster.cli.syntax;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** An option with a value, as in {@code --limit 5} and {@code --limit=5}. */
public final class Setting<T> extends Option {
    private final String label;
    private final Kind<T> kind;
    private final boolean required;
    private Optional<T> value = Optional.empty();

    /**
     * What values a setting has.
     *
     * @param name as in "this is not ..."
     * @param reader answers nothing when a text is no such value
     */
    record Kind<T>(Class<T> type, String name, Function<String, Optional<T>> reader) implements ITypeConverter<T> {
        @Override
        public T convert(String text) {
            return reader.apply(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is not " + name));
        }
    }

    Setting(List<String> names, String label, String description, Kind<T> kind, boolean required) {
        super(names, description);
        this.label = label;
        this.kind = kind;
        this.required = required;
    }

    /** What was given; empty when nothing was. */
    public Optional<T> value() {
        return value;
    }

    public T orElse(T other) {
        return value.orElse(other);
    }

    public boolean isGiven() {
        return value.isPresent();
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    OptionSpec.Builder spec() {
        return super.spec()
                .type(kind.type())
                .paramLabel(label)
                .required(required)
                .converters(kind);
    }

    @Override
    void takeFrom(ParseResult line) {
        if (line.hasMatchedOption(longName())) {
            value = Optional.of(line.matchedOption(longName()).getValue());
        }
    }
}
