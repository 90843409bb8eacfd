/** Named endpoints: the file {@code ~/.config/muster/contexts.yaml}, {@link io.muster.cli.context.ContextsFile}. */
@NullMarked
package io.muster.cli.context;

import org.jspecify.annotations.NullMarked;
