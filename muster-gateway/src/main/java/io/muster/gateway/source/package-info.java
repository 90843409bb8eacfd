/**
 * Where the tokens of leases come from: {@link io.muster.gateway.source.PolicySources} puts together for each lease what the
 * definition of its backend asks for.
 */
@NullMarked
package io.muster.gateway.source;

import org.jspecify.annotations.NullMarked;
