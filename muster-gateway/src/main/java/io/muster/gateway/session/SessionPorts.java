package io.muster.gateway.session;

import io.muster.gateway.catalog.Offers;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.oauth.SessionId;
import java.util.function.Function;

/**
 * What sessions need of others.
 *
 * @param sources where the tokens of leases come from
 * @param renewers renew what proves the user of a session
 * @param records what outlives this process
 * @param offers for the catalogues of sessions
 */
public record SessionPorts(
        CredentialSources sources,
        Function<SessionId, SubjectRenewer> renewers,
        SessionRecords records,
        Offers offers) {}
