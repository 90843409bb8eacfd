package io.muster.authserver.audit;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.meter.Meters;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is recorded of every request that is refused because somebody asks too often. */
public record ExceededLimits(Audit audit, Meters meters) {
    /** @param limit which one: {@code address}, {@code user}, … */
    public void exceeded(String limit, Requester requester, About about) {
        exceeded(limit, requester, about, Map.of());
    }

    /** @param details further facts; never a token, code, secret or verifier */
    public void exceeded(String limit, Requester requester, About about, Map<String, String> details) {
        meters.count(MeterNames.RATE_LIMIT_EXCEEDED, Map.of("limiter", limit));
        var all = new HashMap<>(details);
        all.put("limit", limit);
        audit.record(AuditEvent.RATE_LIMIT_EXCEEDED, Optional.of(requester), about, Map.copyOf(all));
    }
}
