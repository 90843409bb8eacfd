/**
 * What a person writes as arguments of a tool, made values by the schema of that tool:
 * {@link io.muster.cli.argument.ArgumentConversion}. Pure; shared by commands and the interactive session.
 */
@NullMarked
package io.muster.cli.argument;

import org.jspecify.annotations.NullMarked;
