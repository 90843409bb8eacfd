package io.muster.app.wiring;

import io.muster.gateway.signin.SignInEndpoints;
import io.muster.wire.http.HostFilter;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.Router;
import java.util.Optional;
import java.util.Set;

/** Where browsers and authorization servers reach the logins of users to servers. */
final class SignInRoutes {
    private SignInRoutes() {}

    /**
     * @param protection what requests pass where Muster is protected. Where it is not, browsers hide the origin of the form
     *     on the page that asks for confirmation, because the page sends no referrer; its nonce says that it is ours
     */
    static void add(Router.Builder routes, SignInEndpoints endpoints, Optional<HttpFilter> protection) {
        var guard = protection.orElseGet(HostFilter::forAnyOrigin);
        routes.route(Set.of("GET", "POST"), SignInEndpoints.START_PATH, guard.before(endpoints.start()))
                .get(SignInEndpoints.CONFIRM_PATH, guard.before(endpoints.confirm()))
                .get(endpoints.callbackPath(), guard.before(endpoints.callback()));
        endpoints.document().ifPresent(document -> routes.any(endpoints.documentPath(), guard.before(document)));
    }
}
