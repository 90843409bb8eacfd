/** Clients: how they become known, what they may redirect to, and how they prove who they are. */
@NullMarked
package io.muster.authserver.client;

import org.jspecify.annotations.NullMarked;
