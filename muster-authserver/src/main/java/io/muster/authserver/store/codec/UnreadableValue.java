package io.muster.authserver.store.codec;

import org.jspecify.annotations.Nullable;

/** A stored value that this program did not write, or that another version of it wrote. */
public final class UnreadableValue extends RuntimeException {
    UnreadableValue(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    UnreadableValue(String message) {
        this(message, null);
    }
}
