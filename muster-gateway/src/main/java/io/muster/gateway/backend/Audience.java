package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendListener.Transition;
import io.muster.gateway.backend.BackendListener.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one backend, told of differences between one status and the next. Used by its mailbox only. */
final class Audience {
    private static final Logger log = LoggerFactory.getLogger(Audience.class);

    private final List<BackendListener> listeners;
    private Optional<BackendStatus> told = Optional.empty();

    Audience(List<BackendListener> listeners) {
        this.listeners = new ArrayList<>(listeners);
    }

    /** Adds a listener that first hears of the present, as far as the others have. */
    void add(BackendListener listener) {
        listeners.add(listener);
        told.ifPresent(status -> tell(listener, l -> {
            l.transitioned(new Transition(Optional.empty(), status, Trigger.COMMAND));
            if (status.state().isActive()) {
                l.inventoryChanged(status.name(), status.inventory());
            }
        }));
    }

    /** Answers whether the state is another than before. */
    boolean tell(BackendStatus status, Trigger trigger) {
        var before = told;
        told = Optional.of(status);
        var from = before.map(BackendStatus::state);
        boolean transitioned = !from.equals(Optional.of(status.state()));
        if (transitioned) {
            log.atInfo()
                    .addKeyValue("backend", status.name())
                    .addKeyValue("state", status.state().word())
                    .addKeyValue("trigger", trigger)
                    .addKeyValue("error", status.error().orElse(""))
                    .log("backend changed its state");
            each(listener -> listener.transitioned(new Transition(from, status, trigger)));
        }
        boolean wasActive = from.filter(ServiceState::isActive).isPresent();
        boolean isActive = status.state().isActive();
        boolean differs =
                before.map(b -> !b.inventory().equals(status.inventory())).orElse(true);
        if (wasActive != isActive || (isActive && differs)) {
            each(listener -> listener.inventoryChanged(status.name(), status.inventory()));
        }
        return transitioned;
    }

    void each(Consumer<BackendListener> message) {
        listeners.forEach(listener -> tell(listener, message));
    }

    private static void tell(BackendListener listener, Consumer<BackendListener> message) {
        try {
            message.accept(listener);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a listener of a backend failed");
        }
    }
}
