package io.muster.wire.outbound;

import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.net.URI;

/**
 * A request to send.
 *
 * @param body the content; empty for none
 * @param deadline until the header of the answer has arrived; a streamed body may take longer
 */
public record OutboundRequest(String method, URI uri, Headers headers, byte[] body, Deadline deadline) {
    /** Shows where it goes, without query and header values, which may be secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
