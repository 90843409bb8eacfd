package io.muster.control.event;

import java.util.Optional;

/** Which events somebody wants. Every part that is present must be equal, case included. */
public record EventFilter(
        Optional<String> kind, Optional<String> name, Optional<String> namespace, Optional<String> type) {
    public static final EventFilter ALL =
            new EventFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean matches(Event event) {
        return same(kind, event.subject().kind())
                && same(name, event.subject().name())
                && same(namespace, event.subject().namespace())
                && same(type, event.type().word());
    }

    private static boolean same(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}
