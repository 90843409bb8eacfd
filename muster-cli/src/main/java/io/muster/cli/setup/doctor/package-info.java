/**
 * Examines a set-up: {@link io.muster.cli.setup.doctor.Examination} finds, {@link io.muster.cli.setup.doctor.Code} says
 * what a finding means and what to do.
 */
@NullMarked
package io.muster.cli.setup.doctor;

import org.jspecify.annotations.NullMarked;
