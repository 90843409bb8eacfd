/** What is true of every request before an endpoint sees it: where it comes from, how often, and for which pages. */
@NullMarked
package io.muster.authserver.edge;

import org.jspecify.annotations.NullMarked;
