package io.muster.authserver.fakes;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.session.SubjectToken;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Remembers what it hears and what is recorded. */
public final class Recorder implements SessionListener, Audit {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> recorded = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private volatile boolean ignoresTokens;
    private final List<String> everything = new CopyOnWriteArrayList<>();

    /** From now on it does not look the user's token up, as a listener that needs none. */
    public void ignoreTokens() {
        ignoresTokens = true;
    }

    /** {@code started <session>}, {@code renewed <session> <token>}, … */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    public List<AuditEvent> recorded() {
        return List.copyOf(recorded);
    }

    /** Reasons of failures. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** All that was recorded, as text. */
    public String everything() {
        return everything.toString();
    }

    @Override
    public void started(Caller caller, Optional<SubjectToken> token) {
        heard.add("started " + caller.session().value() + text(token));
    }

    @Override
    public void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token) {
        heard.add("authenticated " + caller.session().value() + (ignoresTokens ? "" : text(token.get())));
    }

    @Override
    public void renewed(SessionId session, Subject subject, Optional<SubjectToken> token) {
        heard.add("renewed " + session.value() + text(token));
    }

    @Override
    public void ended(SessionId session, Subject subject) {
        heard.add("ended " + session.value());
    }

    @Override
    public void record(AuditEvent event, Optional<Requester> requester, About about, Map<String, String> details) {
        recorded.add(event);
        everything.add(event + " " + requester + " " + about + " " + details);
        Optional.ofNullable(details.get("reason")).ifPresent(reasons::add);
    }

    private static String text(Optional<SubjectToken> token) {
        return token.map(value -> " " + value.token().reveal()).orElse("");
    }
}
