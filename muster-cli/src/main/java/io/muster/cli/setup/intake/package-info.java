/** Takes over MCP servers from the settings of other programs; {@link io.muster.cli.setup.intake.Intake} does it. */
@NullMarked
package io.muster.cli.setup.intake;

import org.jspecify.annotations.NullMarked;
