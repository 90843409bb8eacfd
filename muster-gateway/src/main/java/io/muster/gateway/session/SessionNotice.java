package io.muster.gateway.session;

import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoredForm;
import io.muster.wire.json.JsonObject;
import java.util.Locale;

/**
 * What happened to a session in one process, as the others that share its store are told.
 *
 * @param server which of its servers this is about; empty when it is about the session
 */
record SessionNotice(Kind type, SessionId session, String server) {
    /** What there is to tell. */
    enum Kind {
        /** There is another token that proves the user. */
        SUBJECT_RENEWED,
        /** Nothing of the session is left. */
        SESSION_ENDED,
        /** The user signed in to a server. */
        SERVER_SIGNED_IN,
        /** What the session had of a server is forgotten. */
        SERVER_REVOKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    static StoredForm<SessionNotice> form() {
        return new StoredForm<>(
                "notice of another process",
                notice -> JsonObject.of("type", notice.type().word())
                        .with("session", notice.session().value())
                        .with("server", notice.server()),
                fields -> new SessionNotice(
                        Kind.of(fields.text("type").orElseThrow()),
                        new SessionId(fields.text("session").orElseThrow()),
                        fields.text("server").orElse("")));
    }
}
