package io.muster.authserver.authorize;

import java.util.random.RandomGenerator;

/**
 * Short texts by which people and operators talk about one login, such as {@code K7QF-2M9X}: easy to read out, no letters
 * that look like digits. They prove nothing.
 */
final class LoginReference {
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 8;

    private LoginReference() {}

    static String next(RandomGenerator random) {
        var text = new StringBuilder(LENGTH + 1);
        for (var i = 0; i < LENGTH; i++) {
            if (i == LENGTH / 2) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
