package io.muster.oauth.codeflow;

import io.muster.oauth.Secret;
import io.muster.wire.http.Query;
import java.util.Optional;

/** What a browser brought back (RFC 6749 sections 4.1.2 and 4.1.2.1, RFC 9207 section 2). */
public record Callback(Optional<String> state, Optional<Secret> code, Optional<String> issuer, Optional<String> error) {
    private static final int LONGEST_ERROR = 100;

    /** Why a return is not believed. */
    public enum Fault {
        MISSING("missing_parameters", "Invalid callback: missing required parameters"),
        EXPIRED("state_expired", "Authentication session expired. Please try again."),
        ISSUER("iss_mismatch", "Authentication was denied or failed. Please try again."),
        DENIED("denied", "Authentication was denied or failed. Please try again.");

        private final String reason;
        private final String message;

        Fault(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        /** The word for metrics and logs. */
        public String reason() {
            return reason;
        }

        /** The sentence for the page. */
        public String message() {
            return message;
        }
    }

    public static Callback parse(Query query) {
        return new Callback(
                query.get("state").filter(text -> !text.isEmpty()),
                query.get("code").filter(text -> !text.isEmpty()).map(Secret::new),
                query.get("iss"),
                query.get("error").filter(text -> !text.isEmpty()));
    }

    /** Who answers comes first: what somebody else says is neither done nor shown. */
    CallbackVerdict against(PendingLogin login) {
        if (!isFrom(login.server())) {
            return refused(Fault.ISSUER, login, Optional.empty());
        }
        if (error.isPresent()) {
            return refused(Fault.DENIED, login, error.map(Callback::shown));
        }
        return code.<CallbackVerdict>map(redeemable -> new CallbackVerdict.Accepted(login, redeemable))
                .orElseGet(() -> refused(Fault.MISSING, login, Optional.empty()));
    }

    /** Compared as text; a server that promises its name must send it. */
    private boolean isFrom(PendingLogin.Server server) {
        return issuer.map(name -> name.equals(server.issuer().value())).orElse(!server.sendsIssuer());
    }

    private static CallbackVerdict refused(Fault fault, PendingLogin login, Optional<String> error) {
        return new CallbackVerdict.Refused(fault, Optional.of(login), error);
    }

    private static String shown(String error) {
        var bounded = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
        return bounded.replaceAll("[^ -~]", "?");
    }
}
