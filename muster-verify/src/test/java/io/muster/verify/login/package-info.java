/** People log in: Muster with a real identity provider, and clients that find their way from the URL alone. */
@NullMarked
package io.muster.verify.login;

import org.jspecify.annotations.NullMarked;
