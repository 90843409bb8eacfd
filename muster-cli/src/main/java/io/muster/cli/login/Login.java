package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.codeflow.Logins;
import io.muster.oauth.codeflow.Pkce;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.jose.JwtReader;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Logs a person in to a protected server, of which nothing but the URL is known. */
public final class Login {
    private final LoginAttempt.Setting setting;
    private final AuthorizationServers servers;
    private final int port;

    /**
     * @param port where the browser is sent back to
     * @param random must be one for secrets
     */
    public Login(
            TokenFiles files,
            OutboundClient http,
            int port,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.servers = new AuthorizationServers(http, clock);
        this.setting = new LoginAttempt.Setting(files, servers.tokens(), scheduler, clock, random);
        this.port = port;
    }

    /** The port for callbacks that the environment asks for; nonsense there counts as nothing. */
    public static int port(Map<String, String> environment) {
        var text = environment.getOrDefault("MUSTER_OAUTH_CALLBACK_PORT", "");
        var port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        return port >= 1 && port <= 65_535 ? port : 3000;
    }

    /**
     * Begins a login: afterwards a browser is waited for.
     *
     * @param challenges what the server said in {@code WWW-Authenticate}
     * @throws LoginFailure when there is nobody to log in at
     */
    public LoginAttempt begin(URI endpoint, List<String> challenges) throws InterruptedException {
        return begin(endpoint, challenges, Map.of());
    }

    /** The same without showing anything: succeeds only if the person is known to the provider still. */
    public LoginAttempt beginSilently(URI endpoint, List<String> challenges, StoredToken before)
            throws InterruptedException {
        var hints = new HashMap<>(Map.of("prompt", "none"));
        before.idToken().ifPresent(token -> {
            hints.put("id_token_hint", token.reveal());
            JwtReader.read(token.reveal())
                    .flatMap(jwt -> jwt.claims().text("email"))
                    .ifPresent(email -> hints.put("login_hint", email));
        });
        return begin(endpoint, challenges, hints);
    }

    private LoginAttempt begin(URI endpoint, List<String> challenges, Map<String, String> hints)
            throws InterruptedException {
        return new LoginAttempt(
                setting,
                authorization(endpoint, challenges),
                new ServerUrl(endpoint.toString()),
                port,
                new Logins.Options(true, false, hints));
    }

    private ResolvedAuthorization authorization(URI endpoint, List<String> challenges) throws InterruptedException {
        return switch (servers.of(endpoint, challenges)) {
            case DiscoveryResult.Resolved(var found, var _) -> checked(found);
            case DiscoveryResult.Unresolved unresolved -> {
                var steps = new StringBuilder("no authorization server found");
                unresolved.trace().forEach(step -> steps.append("\n- ").append(step));
                throw new LoginFailure(steps.toString());
            }
        };
    }

    private static ResolvedAuthorization checked(ResolvedAuthorization found) {
        Pkce.fault(found.metadata()).ifPresent(fault -> {
            throw new LoginFailure(fault);
        });
        return found;
    }
}
