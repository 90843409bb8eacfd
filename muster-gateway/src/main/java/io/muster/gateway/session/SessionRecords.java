package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.LeaseRecords;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.Notices;
import io.muster.oauth.store.StoredForm;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on record of sessions beyond the life of a process: what each is authenticated for, and what it was offered
 * there. Thread-safe; blocking; throws what the store throws.
 *
 * <p>A backend that is removed is forgotten for all sessions at once, without looking for them: its name enters a new era,
 * and what was written down in an earlier one counts no more.
 */
public final class SessionRecords implements LeaseRecords {
    private static final Logger log = LoggerFactory.getLogger(SessionRecords.class);
    private static final String FIRST_ERA = "1";
    private static final String ERA = "era";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final HashStore store;
    private final Supplier<Notices> notices;
    private final Duration life;
    private final StoredForm<RecordedOffer> form = RecordedOffer.form();
    private final StoredForm<SessionNotice> notice = SessionNotice.form();

    /** @param life how long a session lasts that nobody uses */
    public SessionRecords(HashStore store, Duration life) {
        this(store, store::notices, life);
    }

    SessionRecords(HashStore store, Supplier<Notices> notices, Duration life) {
        this.store = store;
        this.notices = notices;
        this.life = life;
    }

    /** What is on record of one session, by the names of the backends. */
    public record Recorded(Set<String> authenticated, Map<String, Inventory> inventories) {
        public Recorded {
            authenticated = Set.copyOf(authenticated);
            inventories = Map.copyOf(inventories);
        }
    }

    public Recorded of(SessionId session) {
        var eras = new HashMap<String, String>();
        var authenticated = new HashSet<String>();
        store.all(authenticated(session)).forEach((backend, era) -> {
            if (era.equals(eras.computeIfAbsent(backend, this::era))) {
                authenticated.add(backend);
            }
        });
        var inventories = new HashMap<String, Inventory>();
        store.all(offers(session))
                .forEach((backend, text) -> form.read(text)
                        .filter(offer -> offer.era().equals(eras.computeIfAbsent(backend, this::era)))
                        .ifPresent(offer -> inventories.put(backend, offer.inventory())));
        return new Recorded(authenticated, inventories);
    }

    @Override
    public void remember(SessionId session, String backend, boolean authenticated) {
        if (authenticated) {
            store.put(authenticated(session), backend, lastingEra(backend), life);
        } else {
            store.remove(authenticated(session), backend);
        }
    }

    /** Remembers the newest inventory; one that is too large is not, and neither is the one before. */
    public void offered(SessionId session, String backend, Inventory inventory) {
        try {
            store.put(offers(session), backend, form.write(new RecordedOffer(lastingEra(backend), inventory)), life);
        } catch (ValueTooLarge e) {
            store.remove(offers(session), backend);
            log.atWarn()
                    .addKeyValue("backend", backend)
                    .addKeyValue("tools", inventory.tools().size())
                    .log("the server offers too much to be remembered; it is asked again after a restart");
        }
    }

    /** Nothing of the session is left. */
    public void ended(SessionId session) {
        store.remove(authenticated(session));
        store.remove(offers(session));
    }

    /** The session is used: what is on record of it lasts its whole life from now. Once an hour is often enough. */
    public void touched(SessionId session) {
        store.touch(authenticated(session), life);
        store.touch(offers(session), life);
    }

    /** The backend is gone, or is another one: whatever sessions had to do with it is forgotten. */
    public void removed(String backend) {
        store.put(eraOf(backend), ERA, Long.toString(Long.parseLong(era(backend)) + 1), life);
    }

    /** Tells those who share the records; as well as it goes. */
    void tell(SessionNotice told) {
        notices.get().send(notice.write(told));
    }

    /** Hears from now on what they tell. */
    void follow(Consumer<SessionNotice> listener) {
        notices.get().listen(text -> notice.read(text).ifPresent(listener));
    }

    private String era(String backend) {
        return store.get(eraOf(backend), ERA)
                .filter(text -> NUMBER.matcher(text).matches())
                .orElse(FIRST_ERA);
    }

    /** An era lasts as long as what is written down in it: else an earlier one would begin again. */
    private String lastingEra(String backend) {
        store.touch(eraOf(backend), life);
        return era(backend);
    }

    private static String authenticated(SessionId session) {
        return "auth:" + session.value();
    }

    private static String offers(SessionId session) {
        return "cap:" + session.value();
    }

    private static String eraOf(String backend) {
        return "era:" + backend;
    }
}
