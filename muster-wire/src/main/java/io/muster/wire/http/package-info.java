/**
 * HTTP as values: an endpoint is a function from {@link io.muster.wire.http.HttpRequest} to
 * {@link io.muster.wire.http.HttpResponse}. The server behind it is in {@code http.engine}.
 */
@NullMarked
package io.muster.wire.http;

import org.jspecify.annotations.NullMarked;
