package io.muster.oauth.registration;

import io.muster.oauth.Scopes;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientIdentity.Dynamic;
import io.muster.oauth.registration.ClientIdentity.MetadataDocument;
import io.muster.oauth.registration.ClientIdentity.PreRegistered;
import io.muster.oauth.registration.DynamicRegistration.Outcome;
import io.muster.oauth.token.ClientCredentials;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses who muster is at an authorization server: what the operator registered, then its own document where that is
 * accepted, then a registration on the spot, and where nothing is offered, its document all the same. Registrations are
 * kept for their issuer and redirect alone; of many that need one at the same time, one is made. Thread-safe.
 */
public final class ClientIdentities {
    private static final Logger log = LoggerFactory.getLogger(ClientIdentities.class);

    /** A server that refused to register is not asked again for so long. */
    private static final Duration REFUSAL = Duration.ofMinutes(10);

    private static final int MOST_REFUSALS = 1_000;

    private final ClientSettings settings;
    private final RegistrationStore store;
    private final DynamicRegistration registration;
    private final InstantSource clock;

    private final Object lock = new Object();
    private final Map<Registration.Key, CompletableFuture<Optional<Registration>>> flights = new HashMap<>();
    private final Map<Registration.Key, Instant> refused = new HashMap<>();

    public ClientIdentities(ClientSettings settings, RegistrationStore store, MetadataWeb web, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.registration = new DynamicRegistration(web, clock);
        this.clock = clock;
    }

    /**
     * Who muster is there.
     *
     * @param own what the operator registered for this server
     * @param scopes that are going to be asked for, as far as they are known
     */
    public ClientIdentity choose(AuthorizationServerMetadata server, Optional<ClientCredentials> own, Scopes scopes)
            throws InterruptedException {
        var registered = own.or(() -> settings.registeredId().map(ClientCredentials.Public::new));
        var document = new ClientCredentials.Public(settings.documentId());
        return switch (ClientPlan.of(server, settings, registered.isPresent())) {
            case PRE_REGISTERED -> new PreRegistered(registered.orElseThrow());
            case METADATA_DOCUMENT -> new MetadataDocument(document, true);
            // A registration that was made before is good even when none is offered any more.
            case REGISTRATION, UNDECLARED ->
                registration(server, scopes)
                        .<ClientIdentity>map(Dynamic::new)
                        .orElseGet(() -> new MetadataDocument(document, false));
        };
    }

    /** The server does not know the client (any more). Only a registration can be replaced. */
    public void reject(ClientIdentity identity) {
        if (identity instanceof Dynamic(var known)) {
            store.remove(known.key());
        }
    }

    private Optional<Registration> registration(AuthorizationServerMetadata server, Scopes scopes)
            throws InterruptedException {
        var key = new Registration.Key(server.issuer(), settings.redirectUri());
        var known = store.find(key).filter(found -> found.isGoodAt(clock.instant()));
        var endpoint = server.registrationEndpoint();
        if (known.isPresent() || endpoint.isEmpty()) {
            return known;
        }
        CompletableFuture<Optional<Registration>> flight;
        synchronized (lock) {
            if (isRefused(key)) {
                return Optional.empty();
            }
            flight = flights.get(key);
            if (flight == null) {
                flight = new CompletableFuture<>();
                flights.put(key, flight);
                var started = flight;
                var request = new RegistrationRequest(settings, server, scopes);
                Thread.ofVirtual().name("registration").start(() -> fly(key, request, endpoint.get(), started));
            }
        }
        try {
            return flight.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("registering at " + server.issuer() + " failed", e.getCause());
        }
    }

    private boolean isRefused(Registration.Key key) {
        var until = refused.get(key);
        return until != null && clock.instant().isBefore(until);
    }

    private void fly(
            Registration.Key key,
            RegistrationRequest request,
            URI endpoint,
            CompletableFuture<Optional<Registration>> flight) {
        try {
            // Another flight may have landed between the look into the store and this one.
            var stored = store.find(key).filter(found -> found.isGoodAt(clock.instant()));
            var made = stored.isPresent() ? stored : made(key, registration.register(request, endpoint));
            leave(key);
            flight.complete(made);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(key);
            flight.complete(Optional.empty());
        } catch (RuntimeException e) {
            leave(key);
            flight.completeExceptionally(e);
        }
    }

    private void leave(Registration.Key key) {
        synchronized (lock) {
            flights.remove(key);
        }
    }

    private Optional<Registration> made(Registration.Key key, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered(var registered) -> {
                store.save(registered);
                yield Optional.of(registered);
            }
            case Outcome.Failed(var _, var text) -> {
                log.atWarn()
                        .addKeyValue("issuer", key.issuer())
                        .addKeyValue("reason", text)
                        .log("the authorization server does not register this client; name one in the configuration");
                synchronized (lock) {
                    if (refused.size() >= MOST_REFUSALS) {
                        refused.clear();
                    }
                    refused.put(key, clock.instant().plus(REFUSAL));
                }
                yield Optional.empty();
            }
        };
    }
}
