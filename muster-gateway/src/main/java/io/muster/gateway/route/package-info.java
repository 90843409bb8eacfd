/**
 * From an exposed name to an answer: calls of tools, reading of resources and prompts, whoever asks (a meta-tool, later a
 * workflow). Every failure on the way has its text in {@link io.muster.gateway.route.RouteFailure}.
 */
@NullMarked
package io.muster.gateway.route;

import org.jspecify.annotations.NullMarked;
