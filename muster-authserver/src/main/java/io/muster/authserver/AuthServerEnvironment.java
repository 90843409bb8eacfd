package io.muster.authserver;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.client.GuardedWeb;
import io.muster.authserver.client.HostAddresses;
import io.muster.authserver.session.SessionListener;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the server finds around it.
 *
 * @param web leads to URLs that clients supply
 * @param outbound reaches what a policy allows; kept by whoever made it
 * @param addresses resolves names
 * @param listener hears of sessions
 * @param direct whether direct endpoints are offered
 * @param audit records what matters for security
 * @param meters takes measurements
 * @param clock the time
 * @param scheduler waits
 * @param background runs what no request waits for
 * @param random unpredictable
 * @param version of this program
 */
public record AuthServerEnvironment(
        GuardedWeb web,
        Function<OutboundPolicy, OutboundClient> outbound,
        HostAddresses addresses,
        SessionListener listener,
        boolean direct,
        Audit audit,
        Meters meters,
        InstantSource clock,
        Scheduler scheduler,
        Executor background,
        RandomGenerator random,
        String version) {}
