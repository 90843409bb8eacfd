package io.muster.gateway.signin;

import io.muster.gateway.signin.Page.Hidden;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.wire.http.HttpResponse;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people see of a login. Who reports a failure has a reference by which its story is found in the log. */
record LoginPages(RandomGenerator random) {
    private static final Logger log = LoggerFactory.getLogger(LoginPages.class);
    private static final String SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;

    /**
     * A login that cannot go on.
     *
     * @param message for everybody
     * @param step what failed, for who is to repair it; may quote others
     * @param reason the word for figures
     */
    record Failure(String message, String step, String reason, Optional<PendingLogin> login) {
        static Failure of(String message, String step, String reason) {
            return new Failure(message, step, reason, Optional.empty());
        }
    }

    static HttpResponse success(String server) {
        return new Page("Authentication Successful - Muster")
                .heading("Authentication Successful")
                .paragraph("You are now signed in to " + server + ".")
                .paragraph("You can close this window, return to your IDE and retry the previous command.")
                .answer(200);
    }

    HttpResponse failure(Failure failure) {
        var reference = reference();
        var line = log.atWarn()
                .addKeyValue("reference", reference)
                .addKeyValue("reason", failure.reason())
                .addKeyValue("step", failure.step());
        if (failure.login().isPresent()) {
            var login = failure.login().get();
            line = line.addKeyValue("session", login.owner().session())
                    .addKeyValue("backend", login.owner().backend())
                    .addKeyValue("issuer", login.server().issuer());
        }
        line.log("a login in the browser failed");
        return new Page("Authentication Failed - Muster")
                .heading("Authentication Failed")
                .paragraph(failure.message())
                .paragraph(failure.step())
                .paragraph("Please return to your IDE and try again.")
                .note("Reference: " + reference)
                .answer(400);
    }

    /** Asks whoever opened the link whether it is theirs. */
    static HttpResponse confirmation(PendingLogin login, String action, Hidden... fields) {
        return new Page("Sign in - Muster")
                .heading("Sign in to " + login.owner().backend() + "?")
                .paragraph("The Muster user " + login.owner().subject().value() + " wants to use the server "
                        + login.owner().backend() + ". You are going to sign in at "
                        + login.server().issuer() + ".")
                .paragraph("Continue only if you are this user and have just started this yourself: whoever started it"
                        + " gets access to the account that you sign in with.")
                .form(action, "Continue", fields)
                .answer(200);
    }

    private String reference() {
        var text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return text.toString();
    }
}
