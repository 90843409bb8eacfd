/**
 * The way from the command line to a running server: where it is ({@link io.muster.cli.client.Endpoint}), and a
 * connection to it ({@link io.muster.cli.client.ServerConnector}).
 */
@NullMarked
package io.muster.cli.client;

import org.jspecify.annotations.NullMarked;
