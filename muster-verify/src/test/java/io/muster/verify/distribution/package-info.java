/** What people download: that it is complete, tells the truth about itself, and needs nothing but a C library. */
@NullMarked
package io.muster.verify.distribution;

import org.jspecify.annotations.NullMarked;
