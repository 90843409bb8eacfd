package io.muster.gateway.signin;

import io.muster.oauth.registration.ClientDocument;
import io.muster.wire.http.HttpHandler;
import java.util.Optional;

/**
 * What browsers and authorization servers reach of the logins, all without a bearer.
 *
 * @param start under {@link #START_PATH}, for {@code GET} and {@code POST}
 * @param confirm under {@link #CONFIRM_PATH}, for {@code GET}: where browsers come back to that had to log in to Muster
 * @param callbackPath where authorization servers send browsers back to
 * @param callback what is there, for {@code GET}
 * @param documentPath where the document is that describes the client
 * @param document what is there; nothing when the operator registered a client
 */
public record SignInEndpoints(
        HttpHandler start,
        HttpHandler confirm,
        String callbackPath,
        HttpHandler callback,
        String documentPath,
        Optional<HttpHandler> document) {
    public static final String START_PATH = "/oauth/proxy/start";

    public static final String CONFIRM_PATH = "/oauth/proxy/confirm";

    /** @param own tells who sits at a browser */
    public static SignInEndpoints of(LoginFlow flow, OwnLogin own) {
        var parts = flow.signIns().parts();
        var client = parts.settings().client();
        var pages = new LoginPages(parts.random());
        var identification = new Identification(parts.settings(), parts.pending(), own, pages, parts.random());
        return new SignInEndpoints(
                new StartEndpoint(parts.settings(), parts.pending(), identification, pages, parts.random()),
                identification,
                client.callbackPath(),
                new CallbackEndpoint(flow, pages),
                client.documentPath(),
                client.isPublished() ? Optional.of(new ClientDocument(client)) : Optional.empty());
    }
}
