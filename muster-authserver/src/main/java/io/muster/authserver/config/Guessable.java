package io.muster.authserver.config;

import io.muster.oauth.Secret;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Secrets that anybody would guess: short ones, patterns, and what documents write where a secret belongs. Words that stand
 * there neither help nor harm: what remains without them counts.
 */
final class Guessable {
    /** 64 bits even of hexadecimal digits. */
    private static final int LEAST_CHARACTERS = 16;

    /** What has to remain; a random secret may hold a short word by chance. */
    private static final int LEAST_REMAINING = 12;

    /** Sixteen random hexadecimal digits have fewer with a chance of 10^-5. */
    private static final int LEAST_DISTINCT = 6;

    private static final Pattern WORDS = Pattern.compile(
            "change[-_ ]?(me|it)|replace([-_ ]?me)?|placeholder|example|default|password|passw0rd|secret|token|registration"
                    + "|muster",
            Pattern.CASE_INSENSITIVE);

    private static final String ADVICE = "; make one with: openssl rand -base64 32";

    private Guessable() {}

    /** What is wrong with a secret; says nothing about it. */
    static Optional<String> problem(Secret secret) {
        var text = WORDS.matcher(secret.reveal()).replaceAll("");
        if (secret.reveal().length() < LEAST_CHARACTERS || text.length() < LEAST_REMAINING) {
            return Optional.of("must be at least " + LEAST_CHARACTERS + " random characters" + ADVICE);
        }
        return text.chars().distinct().count() < LEAST_DISTINCT || isRepetition(text) || isWalk(text)
                ? Optional.of("is weak: it must be random" + ADVICE)
                : Optional.empty();
    }

    private static boolean isRepetition(String text) {
        return IntStream.rangeClosed(1, text.length() / 2)
                .anyMatch(period -> text.regionMatches(period, text, 0, text.length() - period));
    }

    /** Such as {@code abcdefgh…}: most characters are neighbours in the alphabet of the one before. */
    private static boolean isWalk(String text) {
        var steps = IntStream.range(1, text.length())
                .filter(i -> Math.abs(text.charAt(i) - text.charAt(i - 1)) <= 1)
                .count();
        return steps > text.length() / 2;
    }
}
