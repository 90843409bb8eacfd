/** The trace that security people read: what happened, to whom, from where, without secrets. */
@NullMarked
package io.muster.authserver.audit;

import org.jspecify.annotations.NullMarked;
