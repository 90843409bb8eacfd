package io.muster.authserver.authorize;

import io.muster.oauth.Secret;

/**
 * How a login came to go on without or with the consent of a person. Travels in the cookie of the login, whose hash is
 * stored with it, so nobody can change it on the way.
 */
enum Agreement {
    /** Nobody had to be asked. */
    NOT_NEEDED('n'),
    /** The person has just agreed. */
    GIVEN('g'),
    /** Somebody has agreed in this browser before; whether that was the same person shows after the login. */
    REMEMBERED('r');

    private final char letter;

    Agreement(char letter) {
        this.letter = letter;
    }

    /** The value of a cookie that says so. */
    Secret cookie(Secret random) {
        return new Secret(letter + random.reveal());
    }

    static Agreement of(Secret cookie) {
        for (var agreement : values()) {
            if (cookie.reveal().indexOf(agreement.letter) == 0) {
                return agreement;
            }
        }
        return NOT_NEEDED;
    }
}
