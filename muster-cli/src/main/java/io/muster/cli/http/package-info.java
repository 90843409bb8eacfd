/**
 * An HTTP client that is small enough to start with every command: one blocking socket per exchange, on the thread of
 * the caller, which an interrupt sets free on platform threads, too. The way in is {@link io.muster.cli.http.SocketClient}.
 */
@NullMarked
package io.muster.cli.http;

import org.jspecify.annotations.NullMarked;
