package io.muster.app.wiring;

import io.muster.gateway.signin.SignInEndpoints;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.Router;
import java.util.Set;

/** Where browsers and authorization servers reach the logins of users to servers. */
final class SignInRoutes {
    private SignInRoutes() {}

    static void add(Router.Builder routes, SignInEndpoints endpoints, HttpFilter guard) {
        routes.route(Set.of("GET", "POST"), SignInEndpoints.START_PATH, guard.before(endpoints.start()))
                .get(endpoints.callbackPath(), guard.before(endpoints.callback()));
        endpoints.document().ifPresent(document -> routes.any(endpoints.documentPath(), guard.before(document)));
    }
}
