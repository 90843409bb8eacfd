/**
 * The server behind {@link io.muster.wire.http.HttpHandler}: the only package that knows Helidon. Every connection has
 * a virtual thread that reads a request, runs the handler and writes the answer.
 */
@NullMarked
package io.muster.wire.http.engine;

import org.jspecify.annotations.NullMarked;
