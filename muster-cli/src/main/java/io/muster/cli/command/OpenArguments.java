package io.muster.cli.command;

import io.muster.cli.argument.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command that takes arguments of its tool as flags, told apart from the flags of the program.
 *
 * @param own what the program itself understands: its flags, and the positional words
 * @param given the arguments of the tool, in the order of the command line
 */
record OpenArguments(List<String> own, List<Given> given) {
    private static final Set<String> WITH_VALUE =
            Set.of("--output", "-o", "--config-path", "--endpoint", "--context", "--auth", "--json", "--file", "-f");
    private static final Set<String> WITHOUT_VALUE = Set.of("--quiet", "-q", "--debug", "--no-headers", "--help", "-h");

    OpenArguments {
        own = List.copyOf(own);
        given = List.copyOf(given);
    }

    /**
     * Tells the words apart.
     *
     * @param positions how many words without a flag belong to the program; more are ignored
     * @param withFile whether {@code --file} is a flag of the program
     */
    static OpenArguments split(List<String> words, int positions, boolean withFile) {
        var own = new ArrayList<String>();
        var given = new ArrayList<Given>();
        var left = positions;
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var name = word.split("=", 2)[0];
            if (word.equals("--")) {
                break;
            }
            if (WITHOUT_VALUE.contains(name)) {
                own.add(word);
            } else if (WITH_VALUE.contains(name) && (withFile || !isFile(name))) {
                own.add(word);
                if (word.equals(name) && i + 1 < words.size()) {
                    own.add(words.get(++i));
                }
            } else if (word.startsWith("--")) {
                var isValueNext = word.equals(name) && i + 1 < words.size() && !isFlag(words.get(i + 1));
                given.add(new Given(name.substring(2), value(word, isValueNext ? words.get(++i) : null)));
            } else if (!word.startsWith("-") || (word.equals("-") && withFile)) {
                if (left > 0) {
                    own.add(word);
                    left--;
                }
            }
        }
        return new OpenArguments(own, given);
    }

    private static Optional<String> value(String word, @Nullable String next) {
        var equals = word.indexOf('=');
        return equals >= 0 ? Optional.of(word.substring(equals + 1)) : Optional.ofNullable(next);
    }

    private static boolean isFile(String name) {
        return name.equals("--file") || name.equals("-f");
    }

    /** A value may begin with a single hyphen, unless it is a flag of the program. */
    private static boolean isFlag(String word) {
        return word.startsWith("--") || Set.of("-o", "-q", "-h").contains(word.split("=", 2)[0]);
    }
}
