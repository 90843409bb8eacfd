package io.muster.gateway.signin;

import io.muster.gateway.session.SessionServers.Connecting;
import io.muster.oauth.Caller;
import io.muster.oauth.codeflow.CallbackVerdict;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenFailure;
import io.muster.oauth.token.TokenResult;
import io.muster.oauth.token.TokenSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a browser's return that is believed into tokens, and those into a connection. */
record LoginCompletion(LoginFlow flow) {
    private static final Logger log = LoggerFactory.getLogger(LoginCompletion.class);

    /** What came of it. */
    sealed interface Completed {
        /** The tokens are stored; whether there is a connection already is another question. */
        record Done(PendingLogin login) implements Completed {}

        /**
         * Nothing is stored.
         *
         * @param reason the word for figures
         * @param step what failed and why, for people
         */
        record Failed(String reason, String step) implements Completed {}
    }

    Completed complete(CallbackVerdict.Accepted accepted) throws InterruptedException {
        var login = accepted.login();
        var owner = login.owner();
        if (flow.signIns().vault().hasEnded(owner.session())) {
            return new Completed.Failed("state_expired", "The session that this login was for has ended.");
        }
        var spec = flow.spec(owner.backend());
        if (spec.isEmpty()) {
            return new Completed.Failed("state_expired", "There is no server of that name any more.");
        }
        var terms = SignInTerms.of(spec.get());
        if (!terms.fits(login.server().issuer(), login.resource())) {
            return new Completed.Failed("state_expired", "The server was defined anew since this login began.");
        }
        var request = new TokenClient.Request(
                login.server().tokenEndpoint(), login.client().credentials(), login.resource(), login.scopes());
        var result = flow.signIns().client().redeem(request, accepted.code(), login.redirectUri(), login.verifier());
        switch (result) {
            case TokenResult.Failed(var failure) -> {
                return failed(login, failure);
            }
            case TokenResult.Issued(var tokens) ->
                flow.signIns().vault().keep(owner.session(), terms, stored(login, terms, tokens));
        }
        flow.signIns().meters().login(owner.backend(), "success");
        var connecting = flow.connect(new Caller(owner.session(), owner.subject()), spec.get());
        if (connecting instanceof Connecting.Failed(var reason)) {
            log.atWarn()
                    .addKeyValue("session", owner.session())
                    .addKeyValue("backend", owner.backend())
                    .addKeyValue("reason", reason.word())
                    .log("the user has logged in, but there is no connection yet");
        }
        return new Completed.Done(login);
    }

    private Completed failed(PendingLogin login, TokenFailure failure) {
        if (failure instanceof TokenFailure.InvalidClient) {
            flow.signIns().identities().reject(login.client());
            flow.signIns().forget(login.owner().backend());
        }
        var at = login.server().tokenEndpoint().getHost();
        return new Completed.Failed(
                "code_exchange_failed", "Redeeming the code at " + at + " failed: " + failure.text());
    }

    private StoredTokens stored(PendingLogin login, SignInTerms terms, TokenSet tokens) {
        var key = new TokenKey(
                login.server().issuer(),
                terms.resource(login.resource()),
                login.client().id());
        var before = flow.signIns().vault().find(login.owner().session(), key);
        var now = flow.signIns().parts().clock().instant();
        return new StoredTokens(
                key,
                tokens,
                login.scopes(),
                login.resource(),
                Clients.kind(login.client()),
                login.server().provenance(),
                login.server().tokenEndpoint(),
                Optional.empty(),
                now,
                StoredTokens.nextGeneration(before.map(StoredTokens::generation).orElse(0L), now),
                Optional.empty());
    }
}
