/** What tests share: time that a test moves by hand, fakes that obey the contracts of the real parts. */
@NullMarked
package io.muster.testkit;

import org.jspecify.annotations.NullMarked;
