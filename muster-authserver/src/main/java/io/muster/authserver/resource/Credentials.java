package io.muster.authserver.resource;

import io.muster.wire.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a request shows to be let in: its {@code Authorization} header (RFC 6750 section 2.1, RFC 9449 section 7.1). */
sealed interface Credentials {
    Missing MISSING = new Missing();
    Malformed MALFORMED = new Malformed();
    int LONGEST = 16 << 10;

    /** There is no header. */
    record Missing() implements Credentials {}

    /** There are several, or one that is none of the schemes, or its token is not one. */
    record Malformed() implements Credentials {}

    /**
     * A token.
     *
     * @param withProof whether it is presented as one that is bound to a key
     */
    record Token(String value, boolean withProof) implements Credentials {
        /** It may be a secret. */
        @Override
        public String toString() {
            return "Token[***]";
        }
    }

    static Credentials of(HttpRequest request) {
        @Nullable String found = null;
        for (var field : request.headers().fields()) {
            if (field.name().equalsIgnoreCase("Authorization")) {
                if (found != null) {
                    return MALFORMED;
                }
                found = field.value();
            }
        }
        return found == null ? MISSING : of(found);
    }

    private static Credentials of(String header) {
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return token(header.substring(7), false);
        }
        return header.regionMatches(true, 0, "DPoP ", 0, 5) ? token(header.substring(5), true) : MALFORMED;
    }

    private static Credentials token(String value, boolean withProof) {
        return isToken(value) ? new Token(value, withProof) : MALFORMED;
    }

    /** The syntax {@code b64token}. */
    private static boolean isToken(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "-._~+/=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
