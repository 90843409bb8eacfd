/**
 * How measurements leave the process: {@link io.muster.app.telemetry.Telemetry}, as the {@code OTEL_*} variables ask. When
 * they ask for nothing, nothing is counted.
 */
@NullMarked
package io.muster.app.telemetry;

import org.jspecify.annotations.NullMarked;
