/** What the outside hears about login sessions. */
@NullMarked
package io.muster.authserver.session;

import org.jspecify.annotations.NullMarked;
