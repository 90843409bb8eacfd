package io.muster.authserver.token;

import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.http.Body;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonObject;
import io.muster.wire.log.LogLimiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frame of endpoints that take a form by POST: here, and only here, what went wrong becomes an answer. */
final class Answering {
    private static final Logger log = LoggerFactory.getLogger(Answering.class);

    private static final String TOO_LARGE = "The request is larger than what can be stored";

    private final Answers answers;
    private final LogLimiter warnings;

    Answering(EndpointContext at) {
        this.answers = at.answers();
        this.warnings = new LogLimiter(at.clock());
    }

    /** What an endpoint does with a form. */
    interface Work {
        HttpResponse apply(FormParameters form) throws InterruptedException;
    }

    HttpResponse post(HttpRequest request, Work work) {
        if (!request.method().equals("POST")) {
            return HttpResponse.text(405, "Method not allowed").with("Allow", "POST");
        }
        try {
            return work.apply(FormParameters.of(request));
        } catch (OAuthRejection e) {
            return answers.error(e.error(), request);
        } catch (ValueTooLarge e) {
            return answers.error(OAuthError.invalidRequest(TOO_LARGE));
        } catch (StoreUnavailable | ProviderFailure e) {
            warnings.failed(e.getClass().getName())
                    .ifPresent(quiet -> log.atWarn()
                            .setCause(e)
                            .addKeyValue("path", request.path())
                            .addKeyValue("repeated", quiet)
                            .log("request cannot be answered now"));
            return answers.error(OAuthError.temporarilyUnavailable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answers.error(OAuthError.temporarilyUnavailable());
        }
    }

    HttpResponse json(JsonObject content) {
        return answers.json(200, content);
    }

    /** Success without content. */
    HttpResponse done() {
        return new HttpResponse(200, answers.secure(), Body.EMPTY);
    }
}
