package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.client.Clients;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.provider.SharedTokens;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.UserStore;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What logins work with.
 *
 * @param userLifetime how long a user is remembered after a login
 * @param random unpredictable
 */
public record LoginServices(
        Clients clients,
        LoginProvider provider,
        SharedTokens tokens,
        FlowStore flows,
        UserStore users,
        Duration userLifetime,
        Audit audit,
        Function<HttpRequest, Requester> requesters,
        RandomGenerator random,
        Meters meters,
        InstantSource clock) {}
