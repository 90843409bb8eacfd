/**
 * How a server is doing, in the words of its definition's status: projected purely ({@link
 * io.muster.control.status.StatusProjection}) and kept ({@link io.muster.control.status.ServerStatuses}).
 */
@NullMarked
package io.muster.control.status;

import org.jspecify.annotations.NullMarked;
