/**
 * JSON files that people edit: comments and trailing commas where a program accepts them, positions of faults, and changes
 * that leave the rest of the text alone. {@link io.muster.cli.setup.jsonc.JsonText} is one such text.
 */
@NullMarked
package io.muster.cli.setup.jsonc;

import org.jspecify.annotations.NullMarked;
