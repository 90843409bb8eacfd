package io.muster.cli.syntax;

import java.util.List;
import java.util.Locale;

/** An option that is there or not, as in {@code --all}; {@code --all=false} says that it is not. */
public final class Flag extends Option {
    private boolean set;

    Flag(List<String> names, String description) {
        super(names, description);
    }

    public boolean isSet() {
        return set;
    }

    @Override
    public String label() {
        return "";
    }

    @Override
    String kind() {
        return "a boolean";
    }

    @Override
    boolean accepts(String value) {
        var word = value.toLowerCase(Locale.ROOT);
        set = word.equals("true");
        return set || word.equals("false");
    }
}
