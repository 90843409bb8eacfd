package io.muster.wire.outbound;

import io.muster.wire.http.Headers;
import java.io.InputStream;

/** An answer whose body is still to be read. Must be closed; closing from another thread ends a blocked read. */
public interface OutboundResponse extends AutoCloseable {
    int status();

    Headers headers();

    /** The body as it arrives. Reads throw {@link java.io.IOException} when the connection breaks or is closed. */
    InputStream body();

    /**
     * The whole body.
     *
     * @throws OutboundException {@link OutboundException.Kind#TOO_LARGE} above the policy's limit, or when it breaks off
     */
    byte[] bytes();

    @Override
    void close();
}
