package io.muster.authserver.store.memory;

import io.muster.oauth.SessionId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** Which sessions somebody has. One sorted set for all: a set for each user would cost more than a session does. */
final class SessionIndex {
    private final ConcurrentSkipListSet<Entry> entries =
            new ConcurrentSkipListSet<>(Comparator.comparing(Entry::owner).thenComparing(Entry::session));

    private record Entry(String owner, String session) {}

    void add(String owner, SessionId session) {
        entries.add(new Entry(owner, session.value()));
    }

    void remove(String owner, SessionId session) {
        entries.remove(new Entry(owner, session.value()));
    }

    List<SessionId> of(String owner) {
        return entries.tailSet(new Entry(owner, "")).stream()
                .takeWhile(entry -> entry.owner().equals(owner))
                .map(entry -> new SessionId(entry.session()))
                .toList();
    }
}
