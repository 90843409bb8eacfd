/** Writes Muster into the settings of a program and out of them again, {@link io.muster.cli.setup.connect.Settings}. */
@NullMarked
package io.muster.cli.setup.connect;

import org.jspecify.annotations.NullMarked;
