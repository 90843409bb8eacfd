/** Server-sent events (WHATWG HTML, section 9.2), written and read. */
@NullMarked
package io.muster.wire.http.sse;

import org.jspecify.annotations.NullMarked;
