package io.muster.gateway.signin;

import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.http.Query;
import io.muster.wire.outbound.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** An authorization server that issues numbered tokens, or answers what a test wants. */
public final class FakeAuthorizationServer {
    private static final Pattern QUOTE = Pattern.compile("'");

    private final String issuer;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Map<String, String>> revoked = new LinkedBlockingQueue<>();
    private volatile Function<Map<String, String>, Answer> tokens = this::numbered;
    private volatile FakeSites.Site before = request -> Answer.status(200);

    FakeAuthorizationServer(String issuer, FakeSites internet, String challengeMethod) {
        this.issuer = issuer;
        internet.serve(
                issuer + "/.well-known/oauth-authorization-server",
                json("{'issuer':'" + issuer
                        + "','authorization_endpoint':'" + issuer + "/authorize','token_endpoint':'" + issuer
                        + "/token','revocation_endpoint':'" + issuer + "/revoke','registration_endpoint':'" + issuer
                        + "/register','code_challenge_methods_supported':['" + challengeMethod + "']}"));
        internet.serve(issuer + "/register", json("{'client_id':'registered'}"));
        internet.serve(issuer + "/token", this::token);
        internet.serve(issuer + "/revoke", request -> {
            revoked.add(form(request));
            return Answer.status(200);
        });
    }

    static Answer json(String text) {
        return Answer.json(QUOTE.matcher(text).replaceAll("\""));
    }

    static Answer refusal(int status, String error) {
        var answer = json("{'error':'" + error + "'}");
        return new Answer(status, answer.headers(), answer.body());
    }

    /** From now on every request for tokens is answered so. */
    void answer(Answer answer) {
        tokens = form -> answer;
    }

    void answer(Function<Map<String, String>, Answer> answer) {
        tokens = answer;
    }

    void answerAgain() {
        tokens = this::numbered;
    }

    /** What every request for tokens waits for first. */
    void before(FakeSites.Site waiting) {
        before = waiting;
    }

    List<Map<String, String>> forms() {
        return List.copyOf(forms);
    }

    Map<String, String> last() {
        return forms.getLast();
    }

    BlockingQueue<Map<String, String>> revoked() {
        return revoked;
    }

    String issuer() {
        return issuer;
    }

    private Answer token(OutboundRequest request) throws InterruptedException {
        var form = form(request);
        forms.add(form);
        before.answer(request);
        return tokens.apply(form);
    }

    private Answer numbered(Map<String, String> form) {
        int number = numbers.incrementAndGet();
        return json("{'access_token':'access-" + number + "','token_type':'Bearer','expires_in':3600,"
                + "'refresh_token':'refresh-" + number + "'}");
    }

    private static Map<String, String> form(OutboundRequest request) {
        return Query.parse(new String(request.body(), StandardCharsets.UTF_8)).parameters();
    }
}
