package io.muster.authserver.exchange;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.audit.ExceededLimits;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is recorded of one request. */
final class ExchangeTrail {
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded. Please try again later.");

    private final ExchangeEnvironment with;
    private final Requester requester;
    private final About about;
    private final String session;
    private final Map<String, String> details;

    /** Of a request that names no audience: who sends it is not asked for. */
    ExchangeTrail(ExchangeEnvironment with, Requester requester) {
        this.with = with;
        this.requester = requester;
        this.about = About.NOBODY;
        this.session = "";
        this.details = Map.of("exchange", "self_issued");
    }

    ExchangeTrail(ExchangeEnvironment with, Requester requester, RegisteredClient client, ExchangeRequest asked) {
        this.with = with;
        this.requester = requester;
        this.about = About.of(client.id());
        this.session = with.issuers().sessions().of(asked.subject().token()).value();
        this.details =
                Map.of("exchange", "brokered", "audience", String.join(" ", asked.audiences()), "session", session);
    }

    /** Names the subject token, here and at all other hops that it passes. */
    String session() {
        return session;
    }

    OAuthRejection refused(Denial denial, boolean strict) {
        return refused(denial.reason(), denial.error(strict));
    }

    /** @param reason for operators; the client is told the error only */
    OAuthRejection refused(String reason, OAuthError error) {
        var all = new HashMap<>(details);
        all.put("reason", reason);
        with.audit().record(AuditEvent.AUTH_FAILURE, Optional.of(requester), about, Map.copyOf(all));
        return new OAuthRejection(error);
    }

    OAuthRejection tooOften() {
        new ExceededLimits(with.audit(), with.meters()).exceeded("exchange", requester, about, details);
        return new OAuthRejection(TOO_OFTEN);
    }

    void issued(Subject subject) {
        var both = new About(Optional.of(subject), about.client());
        with.audit().record(AuditEvent.TOKEN_ISSUED, Optional.of(requester), both, details);
    }
}
