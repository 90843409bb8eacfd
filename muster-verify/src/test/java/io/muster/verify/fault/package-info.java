/** Faults that the packaged program has to survive: of backends, of clients, of files, and its own end. */
@NullMarked
package io.muster.verify.fault;

import org.jspecify.annotations.NullMarked;
