package io.muster.gateway.signin;

import io.muster.gateway.signin.LoginCompletion.Completed;
import io.muster.gateway.signin.LoginPages.Failure;
import io.muster.oauth.codeflow.Callback;
import io.muster.oauth.codeflow.CallbackVerdict;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Optional;

/** Takes browsers back from authorization servers. When it answers with success, the session is connected. */
final class CallbackEndpoint implements HttpHandler {
    private static final String NOT_COMPLETED = "Failed to complete authentication. Please try again.";

    private final LoginFlow flow;
    private final LoginPages pages;
    private final BrowserCookie cookie;

    CallbackEndpoint(LoginFlow flow, LoginPages pages) {
        this.flow = flow;
        this.pages = pages;
        this.cookie = new BrowserCookie(flow.signIns().parts().settings().isSecure());
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return HttpResponse.of(405).with("Allow", "GET");
        }
        var callback = Callback.parse(request.query());
        // The login itself goes on: it may be somebody else who sent this browser here.
        if (callback.state().isPresent()
                && !cookie.isIn(request, callback.state().get())) {
            return pages.failure(Failure.of(
                    "Authentication session invalid. Please try again.",
                    "This browser did not begin the login: open the sign-in link in the browser that you sign in with.",
                    "browser_mismatch"));
        }
        try {
            var answer = answer(callback);
            return callback.state().map(state -> cookie.clear(answer, state)).orElse(answer);
        } catch (StoreUnavailable e) {
            return pages.failure(
                    Failure.of(NOT_COMPLETED, "The store of sessions gives no answer.", "store_unavailable"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pages.failure(Failure.of(NOT_COMPLETED, "The server is shutting down.", "shutting_down"));
        }
    }

    private HttpResponse answer(Callback callback) throws InterruptedException {
        return switch (flow.logins().judge(callback)) {
            case CallbackVerdict.Accepted accepted -> completed(accepted);
            case CallbackVerdict.Refused(var fault, var login, var error) -> refused(fault, login, error);
        };
    }

    private HttpResponse completed(CallbackVerdict.Accepted accepted) throws InterruptedException {
        return switch (new LoginCompletion(flow).complete(accepted)) {
            case Completed.Done(var login) ->
                login.returnTo()
                        .map(target -> HttpResponse.of(303)
                                .with(
                                        "Location",
                                        ReturnTargets.naming(
                                                        target, login.owner().backend())
                                                .toString())
                                .with("Cache-Control", "no-store")
                                .with("Referrer-Policy", "no-referrer"))
                        .orElseGet(() -> LoginPages.success(login.owner().backend()));
            case Completed.Failed(var reason, var step) ->
                failure(new Failure(NOT_COMPLETED, step, reason, Optional.of(accepted.login())));
        };
    }

    private HttpResponse refused(Callback.Fault fault, Optional<PendingLogin> login, Optional<String> error) {
        var step = switch (fault) {
            case MISSING -> "The authorization server returned the browser without a code or without a state.";
            case EXPIRED -> "The login is unknown, has been completed, or is older than ten minutes.";
            case ISSUER -> "The answer does not come from the authorization server that was asked.";
            case DENIED -> "The authorization server answered: " + error.orElse("an error without a name");
        };
        return failure(new Failure(fault.message(), step, fault.reason(), login));
    }

    private HttpResponse failure(Failure failure) {
        failure.login()
                .ifPresent(login -> flow.signIns().meters().failed(login.owner().backend(), failure.reason()));
        return pages.failure(failure);
    }
}
