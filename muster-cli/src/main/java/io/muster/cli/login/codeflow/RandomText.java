package io.muster.cli.login.codeflow;

import io.muster.oauth.Secret;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Text that nobody can guess. */
final class RandomText {
    private static final int BYTES = 32;

    private RandomText() {}

    /** 43 characters that need no encoding in URLs and forms. */
    static Secret next(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
