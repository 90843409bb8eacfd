package io.muster.cli.syntax;

import io.muster.cli.argument.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command that takes arguments of its tool as options, told apart from those of the program.
 *
 * @param own what the program itself understands: its options, and its parameters
 * @param given the arguments of the tool, in the order of the command line
 */
record OpenArguments(List<String> own, List<Given> given) {
    OpenArguments {
        own = List.copyOf(own);
        given = List.copyOf(given);
    }

    /** Tells the words apart; more of them without a hyphen than the syntax has parameters are ignored. */
    static OpenArguments split(List<String> words, Syntax syntax) {
        var own = new ArrayList<String>();
        var given = new ArrayList<Given>();
        var left = syntax.parameters().size();
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.equals("--")) {
                break;
            }
            var name = word.split("=", 2)[0];
            var option = syntax.option(name);
            var isValueApart = !word.contains("=") && i + 1 < words.size();
            if (option.isPresent()) {
                own.add(word);
                if (option.get() instanceof Setting<?> && isValueApart) {
                    own.add(words.get(++i));
                }
            } else if (word.startsWith("--")) {
                var isValueNext = isValueApart && !isOption(words.get(i + 1), syntax);
                given.add(new Given(name.substring(2), value(word, isValueNext ? words.get(++i) : null)));
            } else if (!word.startsWith("-") && left > 0) {
                own.add(word);
                left--;
            }
        }
        return new OpenArguments(own, given);
    }

    private static Optional<String> value(String word, @Nullable String next) {
        var equals = word.indexOf('=');
        return equals >= 0 ? Optional.of(word.substring(equals + 1)) : Optional.ofNullable(next);
    }

    /** A value may begin with a single hyphen, unless it is an option of the program. */
    private static boolean isOption(String word, Syntax syntax) {
        return word.startsWith("--") || syntax.option(word.split("=", 2)[0]).isPresent();
    }
}
