/**
 * What happened to backends and workflows, for people: {@link io.muster.control.event.EventReason} is the closed list,
 * {@link io.muster.control.event.EventJournal} keeps and streams them, {@link io.muster.control.event.BackendEvents}
 * is the single place that turns changes of state into events.
 */
@NullMarked
package io.muster.control.event;

import org.jspecify.annotations.NullMarked;
