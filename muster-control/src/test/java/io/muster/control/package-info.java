/** What the tests of the control loop share. */
@NullMarked
package io.muster.control;

import org.jspecify.annotations.NullMarked;
