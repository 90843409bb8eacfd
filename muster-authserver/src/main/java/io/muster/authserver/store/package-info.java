/**
 * What the authorization server remembers, as ports: each operation is atomic and says everything that callers branch on.
 * Bearer values come in as hashes only. Every operation throws {@link io.muster.oauth.store.StoreUnavailable} when there is no answer.
 */
@NullMarked
package io.muster.authserver.store;

import org.jspecify.annotations.NullMarked;
