package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.mcp.client.ServerAddress;
import io.muster.oauth.Secret;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stored logins of a person as the requests of one process need them: read anew for each request, so that a login or
 * logout elsewhere is noticed, and renewed before they end. At most one per process, because file locks belong to
 * processes. Thread-safe.
 */
public final class Wallet {
    private final TokenFiles files;
    private final OutboundClient http;
    private final Renewal renewal;
    private final InstantSource clock;
    private final Set<ServerUrl> servers = ConcurrentHashMap.newKeySet();
    private final Map<ServerUrl, CompletableFuture<Renewed>> flights = new ConcurrentHashMap<>();
    private final Map<ServerUrl, Renewed> failures = new ConcurrentHashMap<>();
    /** Tokens that were refused although they had just been issued: not worth another renewal. */
    private final Map<ServerUrl, Secret> hopeless = new ConcurrentHashMap<>();

    /** @param http for requests to servers and authorization servers */
    public Wallet(TokenFiles files, OutboundClient http, Scheduler scheduler, InstantSource clock) {
        this.files = files;
        this.http = http;
        this.renewal = new Renewal(files, http, scheduler, clock);
        this.clock = clock;
    }

    /** The header fields that a server gets; none when there is no login to it that can be used. */
    public ServerAddress.RequestHeaders headers(URI endpoint) {
        var server = new ServerUrl(endpoint.toString());
        servers.add(server);
        return () -> bearer(server)
                .map(token -> Headers.of("Authorization", authorization(token)))
                .orElse(Headers.EMPTY);
    }

    /**
     * The client for requests with these header fields: a login that a server refuses is renewed, and the request sent
     * once more, as it has certainly not been carried out.
     */
    public OutboundClient http() {
        return new RenewingClient(http, this);
    }

    /** What came of the last renewal that did not succeed; empty when none was needed. */
    public Optional<Renewed> failure(URI endpoint) {
        return Optional.ofNullable(failures.get(new ServerUrl(endpoint.toString())));
    }

    /** Renews a login whether or not it has to be. */
    public Renewed renew(URI endpoint) {
        var server = new ServerUrl(endpoint.toString());
        return files.read(server)
                .<Renewed>map(stored -> renew(server, stored.accessToken()))
                .orElseGet(Renewed.NotPossible::new);
    }

    static String authorization(Secret token) {
        return "Bearer " + token.reveal();
    }

    private Optional<Secret> bearer(ServerUrl server) {
        var stored = files.exist() ? readable(server) : Optional.<StoredToken>empty();
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        if (stored.get().isValidAt(clock.instant())) {
            failures.remove(server);
            return Optional.of(stored.get().accessToken());
        }
        return renew(server, stored.get().accessToken()) instanceof Renewed.Fresh(var fresh)
                ? Optional.of(fresh.accessToken())
                : Optional.empty();
    }

    /** A file that cannot be used must not be in the way of servers that need no login. */
    private Optional<StoredToken> readable(ServerUrl server) {
        try {
            return files.read(server);
        } catch (TokenFileFailure e) {
            failures.put(server, new Renewed.Unavailable(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** What to send instead of a token that was refused. */
    Optional<Secret> replacement(URI uri, Secret refused) {
        return server(uri)
                .filter(server -> !Objects.equals(refused, hopeless.get(server)))
                .map(server -> renew(server, refused))
                .filter(Renewed.Fresh.class::isInstance)
                .map(renewed -> ((Renewed.Fresh) renewed).token().accessToken());
    }

    /** A new token was refused like the one before. */
    void gaveUp(URI uri, Secret refused) {
        server(uri).ifPresent(server -> hopeless.put(server, refused));
    }

    /** The server that a request goes to; the one with the longest path of those that are one above the other. */
    private Optional<ServerUrl> server(URI uri) {
        var text = uri.toString();
        return servers.stream()
                .filter(server -> text.equals(server.value())
                        || text.startsWith(server.value() + "/")
                        || text.startsWith(server.value() + "?"))
                .max(Comparator.comparingInt(server -> server.value().length()));
    }

    /** Of those that need it in this process, one does it; it goes on when they are interrupted, to keep what it got. */
    private Renewed renew(ServerUrl server, Secret spent) {
        var started = new CompletableFuture<Renewed>();
        var other = flights.putIfAbsent(server, started);
        if (other != null) {
            return other.join();
        }
        Thread.ofVirtual().name("login-renewal").start(() -> fly(server, spent, started));
        return started.join();
    }

    private void fly(ServerUrl server, Secret spent, CompletableFuture<Renewed> flight) {
        Renewed outcome = new Renewed.Unavailable("renewing the login failed unexpectedly");
        try {
            outcome = renewal.renew(server, spent);
        } catch (TokenFileFailure e) {
            outcome = new Renewed.Unavailable(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (outcome instanceof Renewed.Fresh) {
                failures.remove(server);
            } else {
                failures.put(server, outcome);
            }
            flights.remove(server, flight);
            flight.complete(outcome);
        }
    }
}
