/** Stand-ins for the live backends: {@link io.muster.gateway.fake.FakeBackends}. */
@NullMarked
package io.muster.gateway.fake;

import org.jspecify.annotations.NullMarked;
