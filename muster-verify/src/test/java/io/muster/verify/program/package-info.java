/** The packaged program as a process, its configuration, and a plain client that shows every byte it answers. */
@NullMarked
package io.muster.verify.program;

import org.jspecify.annotations.NullMarked;
