package io.muster.gateway.signin;

import io.muster.oauth.codeflow.PendingLogins;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.RegistrationStore;
import io.muster.oauth.store.HashStore;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What logins are made of.
 *
 * @param store keeps tokens
 * @param pending keeps logins that a browser is busy with
 * @param registrations keeps what muster registered as
 * @param web reaches authorization servers
 * @param sessionLife how long what belongs to a session is kept after its last change
 * @param random a cryptographic one
 */
public record SignInParts(
        SignInSettings settings,
        HashStore store,
        PendingLogins pending,
        RegistrationStore registrations,
        MetadataWeb web,
        Duration sessionLife,
        InstantSource clock,
        Scheduler scheduler,
        RandomGenerator random,
        Meters meters) {}
