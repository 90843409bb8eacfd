package io.muster.authserver.audit;

import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.Requester;
import io.muster.oauth.ClientId;
import io.muster.oauth.Subject;
import io.muster.wire.meter.Meters;
import io.muster.wire.text.Sha256;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event as one log line {@code security_audit}. Who and where are hashes: the first 16 hexadecimal digits of
 * SHA-256, so that operators who know a value find it and others learn nothing.
 *
 * <p>What somebody without rights can bring about as often as he likes is written once a second for the same user,
 * client and event, after a burst of five. What was granted or taken away is always written.
 */
public final class LoggedAudit implements Audit {
    private static final double RATE = 1;
    private static final int BURST = 5;
    private static final int LONGEST_DETAIL = 256;
    private static final String NOTHING = "<empty>";
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final Set<AuditEvent> COMPLETE = EnumSet.of(
            AuditEvent.TOKEN_ISSUED,
            AuditEvent.TOKEN_REFRESHED,
            AuditEvent.TOKEN_REVOKED,
            AuditEvent.ALL_TOKENS_REVOKED,
            AuditEvent.AUTHORIZATION_CODE_ISSUED,
            AuditEvent.CLIENT_REGISTERED,
            AuditEvent.CLIENT_REGISTERED_VIA_TRUSTED_SCHEME,
            AuditEvent.CLIENT_REGISTERED_VIA_TRUSTED_REDIRECT_URI,
            AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED,
            AuditEvent.CONSENT_GIVEN,
            AuditEvent.CONSENT_DENIED);

    private final Logger log;
    private final Meters meters;
    private final InstantSource clock;
    private final RateLimit limit;

    public LoggedAudit(Meters meters, InstantSource clock) {
        this(LoggerFactory.getLogger(LoggedAudit.class), meters, clock);
    }

    LoggedAudit(Logger log, Meters meters, InstantSource clock) {
        this.log = log;
        this.meters = meters;
        this.clock = clock;
        this.limit = new RateLimit(RATE, BURST, clock);
    }

    @Override
    public void record(AuditEvent event, Optional<Requester> requester, About about, Map<String, String> details) {
        meters.count(MeterNames.AUDIT_EVENTS, Map.of("event", event.text()));
        if (!COMPLETE.contains(event) && !limit.admits(key(event, requester, about))) {
            meters.count(MeterNames.AUDIT_DROPS, Map.of("event", event.text()));
            return;
        }
        var line = log.atInfo()
                .addKeyValue("audit.event_type", event.text())
                .addKeyValue("audit.severity", event.severity().text())
                .addKeyValue("audit.user_id_hash", hash(about.subject().map(Subject::value)))
                .addKeyValue("audit.client_id_hash", hash(about.client().map(ClientId::value)))
                .addKeyValue("audit.ip_address_hash", hash(requester.map(Requester::address)))
                .addKeyValue("audit.user_agent_hash", hash(requester.map(Requester::userAgent)))
                .addKeyValue(
                        "audit.request_id", requester.map(Requester::requestId).orElse(""))
                .addKeyValue("audit.timestamp", clock.instant());
        for (var detail : details.entrySet()) {
            line = line.addKeyValue("audit.details." + detail.getKey(), printable(detail.getValue()));
        }
        line.log("security_audit");
    }

    /** Where nobody is named, the address is what repeats. */
    private static String key(AuditEvent event, Optional<Requester> requester, About about) {
        var user = about.subject().map(Subject::value);
        var client = about.client().map(ClientId::value);
        return user.isEmpty() && client.isEmpty()
                ? event + "@" + requester.map(Requester::bucket).orElse("")
                : event + ":" + user.orElse("") + ":" + client.orElse("");
    }

    private static String printable(String detail) {
        var text = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static String hash(Optional<String> value) {
        return value.filter(text -> !text.isEmpty()).map(LoggedAudit::hash).orElse(NOTHING);
    }

    private static String hash(String value) {
        return HexFormat.of().formatHex(Sha256.of(value), 0, 8);
    }
}
