package io.muster.cli.syntax;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

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
    OptionSpec.Builder spec() {
        return super.spec().type(boolean.class);
    }

    @Override
    void takeFrom(ParseResult line) {
        set = line.matchedOptionValue(longName(), set);
    }
}
