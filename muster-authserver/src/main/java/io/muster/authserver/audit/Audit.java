package io.muster.authserver.audit;

import io.muster.authserver.protocol.Requester;
import io.muster.oauth.ClientId;
import io.muster.oauth.Subject;
import java.util.Map;
import java.util.Optional;

/** Records what matters for security. Never blocks and never fails a request. */
public interface Audit {
    /**
     * @param event the name of the event, as operators search for it
     * @param requester where the request came from; none for what the server does by itself
     * @param about who is concerned
     * @param details further facts; never a token, code, secret or verifier
     */
    void record(AuditEvent event, Optional<Requester> requester, About about, Map<String, String> details);

    /**
     * Who is concerned; identifiers are recorded as hashes.
     */
    record About(Optional<Subject> subject, Optional<ClientId> client) {
        public static final About NOBODY = new About(Optional.empty(), Optional.empty());

        public static About of(Subject subject, ClientId client) {
            return new About(Optional.of(subject), Optional.of(client));
        }

        public static About of(ClientId client) {
            return new About(Optional.empty(), Optional.of(client));
        }
    }

    /** Records nothing. */
    Audit NONE = (event, requester, about, details) -> {};
}
