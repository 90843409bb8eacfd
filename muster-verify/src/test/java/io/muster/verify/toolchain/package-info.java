/**
 * The foreign programs that tests use, installed by the test run itself. A test says what it {@link
 * io.muster.verify.toolchain.Needs}; where that cannot be had it is skipped, and the run ends with one list of what was
 * not checked. With {@code CI=true} it fails instead.
 */
@NullMarked
package io.muster.verify.toolchain;

import org.jspecify.annotations.NullMarked;
