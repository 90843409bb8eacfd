/**
 * Encryption at rest: keys as operators write them, and the sealing of single values. A sealed value says which key opens
 * it and opens only under the name that it was sealed for.
 */
@NullMarked
package io.muster.authserver.seal;

import org.jspecify.annotations.NullMarked;
