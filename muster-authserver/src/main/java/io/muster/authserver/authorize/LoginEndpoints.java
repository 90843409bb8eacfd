package io.muster.authserver.authorize;

import io.muster.wire.http.HttpHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints of a login: where it begins, where a person agrees, where the identity provider sends the browser. */
public final class LoginEndpoints {
    private static final Logger log = LoggerFactory.getLogger(LoginEndpoints.class);

    private final AuthorizeEndpoint authorize;
    private final ConsentEndpoint consent;
    private final CallbackEndpoint callback;

    public LoginEndpoints(LoginSettings settings, LoginServices services) {
        this(settings, services, log);
    }

    LoginEndpoints(LoginSettings settings, LoginServices services, Logger log) {
        var trace = new LoginTrace(new LoginLog(log, services.clock()), services);
        var start = new LoginStart(settings, services, trace);
        this.authorize = new AuthorizeEndpoint(settings, services, start, trace);
        this.consent = new ConsentEndpoint(settings, services, start, trace);
        this.callback = new CallbackEndpoint(settings, services, trace);
    }

    /** {@code GET} and {@code POST /oauth/authorize}. */
    public HttpHandler authorize() {
        return authorize;
    }

    /** {@code POST /oauth/consent}. */
    public HttpHandler consent() {
        return consent;
    }

    /** {@code GET /oauth/callback}. */
    public HttpHandler callback() {
        return callback;
    }
}
