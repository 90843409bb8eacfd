/** What people see in their browser: whole documents without external resources, whose texts are escaped by type. */
@NullMarked
package io.muster.authserver.pages;

import org.jspecify.annotations.NullMarked;
