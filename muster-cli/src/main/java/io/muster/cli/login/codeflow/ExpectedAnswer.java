package io.muster.cli.login.codeflow;

import io.muster.oauth.Secret;
import io.muster.wire.http.Query;
import java.util.Optional;

/**
 * What is known of the answer to an authorization request before it comes.
 *
 * @param state of the request
 * @param issuer of the authorization server that was asked, exactly as its metadata says it
 * @param namesIssuer whether the server announced that its answers say who sends them
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207#section-2.4">RFC 9207, 2.4: validating the issuer</a>
 */
public record ExpectedAnswer(Secret state, String issuer, boolean namesIssuer) {
    private static final int LONGEST_CODE = 16 << 10;
    private static final int LONGEST_ERROR = 100;
    private static final int LONGEST_DESCRIPTION = 500;

    /**
     * What the parameters of a request to the redirect URI mean. Nothing but the state is looked at before that is
     * known to be ours, and nothing but state and issuer before the issuer is.
     */
    public AuthorizationAnswer read(Query query) {
        if (query.get("code").isEmpty() && query.get("error").isEmpty()) {
            return new AuthorizationAnswer.Unrelated("neither code nor error");
        }
        if (!new Secret(query.get("state").orElse("")).equals(state)) {
            return new AuthorizationAnswer.Unrelated("state mismatch - possible CSRF attack");
        }
        return issuerFault(query.get("iss"))
                .<AuthorizationAnswer>map(AuthorizationAnswer.WrongIssuer::new)
                .orElseGet(() -> answer(query));
    }

    private Optional<String> issuerFault(Optional<String> given) {
        if (given.isEmpty()) {
            return namesIssuer
                    ? Optional.of("iss missing: the authorization server announces it, expected \"" + issuer + "\"")
                    : Optional.empty();
        }
        return given.filter(value -> !value.equals(issuer))
                .map(value -> "iss mismatch: got \"" + visible(value, LONGEST_DESCRIPTION) + "\", expected \"" + issuer
                        + "\"");
    }

    private static AuthorizationAnswer answer(Query query) {
        var error = query.get("error");
        if (error.isPresent()) {
            return new AuthorizationAnswer.Denied(
                    visible(error.get(), LONGEST_ERROR),
                    query.get("error_description")
                            .map(text -> visible(text, LONGEST_DESCRIPTION))
                            .filter(text -> !text.isBlank()));
        }
        var code = query.get("code").orElse("");
        return code.isEmpty() || code.length() > LONGEST_CODE
                ? new AuthorizationAnswer.Denied("invalid_response", Optional.of("the code is empty or too long"))
                : new AuthorizationAnswer.Granted(new Secret(code));
    }

    /** Without control characters, which would move the cursor of a terminal, and cut. */
    private static String visible(String text, int longest) {
        var cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
        return cut.replaceAll("\\p{C}", "?");
    }
}
