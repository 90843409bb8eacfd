/**
 * Setting Muster up on a machine: {@link io.muster.cli.setup.Installation} is what commands know of one configuration
 * directory, {@link io.muster.cli.setup.Surroundings} what they know of the machine.
 */
@NullMarked
package io.muster.cli.setup;

import org.jspecify.annotations.NullMarked;
