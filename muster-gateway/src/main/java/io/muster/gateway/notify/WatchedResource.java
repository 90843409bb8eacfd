package io.muster.gateway.notify;

import io.muster.gateway.catalog.Route;
import io.muster.oauth.Caller;

/**
 * A resource of a backend that somebody watches.
 *
 * @param owner in whose name the backend is told: the caller, where the session has a connection of its own
 */
record WatchedResource(Caller owner, Route.ToBackend route) {}
