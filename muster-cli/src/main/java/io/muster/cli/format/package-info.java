/** What answers of a server look like on a terminal, in a pipe, as JSON and as YAML: {@link io.muster.cli.format.Results}. */
@NullMarked
package io.muster.cli.format;

import org.jspecify.annotations.NullMarked;
