package io.muster.gateway.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.session.TokenGuardedServers.Guarded;
import io.muster.gateway.vendor.Vendor.Trait;
import io.muster.oauth.Secret;
import io.muster.oauth.codeflow.Pkce;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An authorization server that behaves like a vendor's, and lets its tokens into the vendor's MCP server. */
final class VendorSite {
    static final String CLIENT = "by-hand";
    static final String SECRET = "s3cret";

    private final Vendor vendor;
    private final Guarded server;
    private final JsonObject metadata;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> clients = new HashSet<>();
    private final Set<String> refreshTokens = new HashSet<>();
    private Query authorized = Query.parse("");

    VendorSite(Vendor vendor, FakeSites internet, Guarded server) {
        this.vendor = vendor;
        this.server = server;
        this.metadata = json(vendor.metadata().values().iterator().next());
        var refusal = Answer.status(401);
        internet.serve(
                vendor.server(),
                vendor.challenge()
                        .map(text -> refusal.with("WWW-Authenticate", text))
                        .orElse(refusal));
        vendor.resource().forEach((url, text) -> internet.serve(url, Answer.json(Json.text(json(text)))));
        vendor.metadata().forEach((url, text) -> internet.serve(url, Answer.json(Json.text(json(text)))));
        internet.serve(metadata.text("token_endpoint").orElseThrow(), this::token);
        metadata.text("registration_endpoint").ifPresent(url -> internet.serve(url, this::register));
        if (!vendor.registersByItself()) {
            clients.add(CLIENT);
        }
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    private Answer register(OutboundRequest request) {
        if (vendor.is(Trait.REFUSES_REGISTRATION)) {
            return new Answer(403, Answer.status(403).headers(), "Forbidden".getBytes(StandardCharsets.UTF_8));
        }
        clients.add("registered");
        return Answer.json("{\"client_id\":\"registered\"}");
    }

    /** The user signs in and agrees; what the browser brings back. */
    String authorize(URI url) {
        assertThat(url.toString())
                .startsWith(metadata.text("authorization_endpoint").orElseThrow());
        var query = Query.parse(String.valueOf(url.getRawQuery()));
        assertThat(clients).contains(query.get("client_id").orElseThrow());
        assertThat(query.get("response_type")).contains("code");
        assertThat(query.get("code_challenge_method")).contains("S256");
        assertThat(query.get("resource").isPresent()).isEqualTo(!vendor.is(Trait.NO_RESOURCE));
        authorized = query;
        return "code=c0de&state=" + query.get("state").orElseThrow()
                + (vendor.is(Trait.NAMES_ITSELF) ? "&iss=" + vendor.issuer() : "");
    }

    private Answer token(OutboundRequest request) {
        var form =
                Query.parse(new String(request.body(), StandardCharsets.UTF_8)).parameters();
        if (!clients.contains(form.get("client_id"))
                || vendor.is(Trait.SECRET) != SECRET.equals(form.get("client_secret"))) {
            return refusal("invalid_client", "incorrect_client_credentials");
        }
        if (vendor.is(Trait.NO_RESOURCE) && form.containsKey("resource")) {
            return refusal("invalid_target", "invalid_target");
        }
        return String.valueOf(form.get("grant_type")).equals("refresh_token") ? refreshed(form) : redeemed(form);
    }

    private Answer redeemed(Map<String, String> form) {
        var verifier = new Pkce(new Secret(String.valueOf(form.get("code_verifier"))));
        return authorized
                                .get("code_challenge")
                                .filter(verifier.challenge()::equals)
                                .isPresent()
                        && authorized.get("redirect_uri").equals(Optional.ofNullable(form.get("redirect_uri")))
                ? issued(mayRefresh())
                : refusal("invalid_grant", "bad_verification_code");
    }

    private boolean mayRefresh() {
        if (vendor.is(Trait.OFFLINE_CONSENT)) {
            return authorized.get("access_type").filter("offline"::equals).isPresent()
                    && authorized.get("prompt").filter("consent"::equals).isPresent();
        }
        return vendor.is(Trait.OFFLINE_SCOPE)
                ? authorized.get("scope").orElse("").contains("offline_access")
                : !vendor.is(Trait.NO_REFRESH);
    }

    private Answer refreshed(Map<String, String> form) {
        if (!refreshTokens.contains(String.valueOf(form.get("refresh_token")))) {
            return refusal("invalid_grant", "bad_refresh_token");
        }
        if (vendor.is(Trait.ROTATES)) {
            refreshTokens.clear();
            return issued(true);
        }
        return issued(false);
    }

    private Answer issued(boolean withRefreshToken) {
        int number = numbers.incrementAndGet();
        var answer = JsonObject.builder()
                .put("access_token", "access-" + number)
                .put("token_type", "bearer")
                .put("expires_in", 1800);
        if (withRefreshToken) {
            refreshTokens.add("refresh-" + number);
            answer.put("refresh_token", "refresh-" + number);
        }
        server.good.add("access-" + number);
        return Answer.json(Json.text(answer.build()));
    }

    /** Nobody's tokens are good any more. */
    void revokeAll() {
        server.good.clear();
        refreshTokens.clear();
    }

    private Answer refusal(String standard, String own) {
        var ok = vendor.is(Trait.REFUSES_WITH_200);
        var answer = Answer.json("{\"error\":\"" + (ok ? own : standard) + "\"}");
        return new Answer(ok ? 200 : 400, answer.headers(), answer.body());
    }
}
