package io.muster.oauth.store;

import java.util.function.Consumer;

/**
 * What processes that share a store tell each other. Hints only: any of them may be lost or come twice, so whoever hears one
 * looks at the store before believing it. Thread-safe.
 */
public interface Notices {
    /** Where nobody else uses the store. */
    Notices NONE = new Notices() {
        @Override
        public void send(String text) {}

        @Override
        public void listen(Consumer<String> listener) {}
    };

    /** Tells the others, if they can be reached now. May block for a short while. */
    void send(String text);

    /**
     * Hears what the others tell from now on, one after the other; never what this process tells. At most once for each
     * store, until that is closed.
     */
    void listen(Consumer<String> listener);
}
