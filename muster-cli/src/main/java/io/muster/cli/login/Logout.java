package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends logins: at the authorization server as well as it can be reached, and on this machine in any case. */
public final class Logout {
    private static final Logger log = LoggerFactory.getLogger(Logout.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final TokenFiles files;
    private final AuthorizationServers servers;
    private final FileLocks locks;
    private final OutboundClient http;
    private final InstantSource clock;

    public Logout(TokenFiles files, OutboundClient http, Scheduler scheduler, InstantSource clock) {
        this.files = files;
        this.servers = new AuthorizationServers(http, clock);
        this.locks = new FileLocks(files, scheduler, clock);
        this.http = http;
        this.clock = clock;
    }

    /** Forgets the login to a server; false when there was none. */
    public boolean end(ServerUrl server) throws InterruptedException {
        // A renewal under way would bring the file back; but one that hangs must not keep anybody logged in.
        var lock = locks.take(server, LIMIT);
        try {
            var stored = files.read(server);
            if (stored.isPresent()) {
                revoke(server, stored.get());
                files.delete(server);
            }
            return stored.isPresent();
        } finally {
            lock.ifPresent(held -> held.close());
        }
    }

    /** Asks a server to end all sessions of the person, also those of other machines. */
    public void endEverywhere(ServerUrl server, Secret accessToken) throws InterruptedException {
        send(
                "DELETE",
                URI.create(server.value() + "/user-tokens"),
                Headers.of("Authorization", Wallet.authorization(accessToken)),
                new byte[0]);
    }

    private void revoke(ServerUrl server, StoredToken token) throws InterruptedException {
        var refresh = token.refreshToken();
        var revoked = refresh.orElseGet(token::accessToken);
        var hint = refresh.isPresent() ? "refresh_token" : "access_token";
        var client = token.client().orElse(ProgramClient.ID.value());
        var form = "token=" + encoded(revoked.reveal()) + "&token_type_hint=" + hint + "&client_id=" + encoded(client);
        send(
                "POST",
                endpoint(server, token),
                Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.US_ASCII));
    }

    private URI endpoint(ServerUrl server, StoredToken token) throws InterruptedException {
        var issuer = Issuer.parse(token.issuer());
        var found = issuer.isPresent() && servers.issuer(issuer.get()) instanceof DiscoveryResult.Resolved resolved
                ? resolved.authorization().metadata().revocationEndpoint()
                : Optional.<URI>empty();
        return found.orElseGet(() -> URI.create(server.value() + "/oauth/revoke"));
    }

    private void send(String method, URI uri, Headers headers, byte[] body) throws InterruptedException {
        var request = new OutboundRequest(method, uri, headers, body, Deadline.after(LIMIT, clock));
        try (var response = http.send(request)) {
            log.atDebug().addKeyValue("status", response.status()).log("login ended at the server");
        } catch (OutboundException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("the login could not be ended at the server");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
