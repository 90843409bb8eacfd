package io.muster.authserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.fakes.CapturingLog;
import io.muster.authserver.protocol.Requester;
import io.muster.oauth.ClientId;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LoggedAuditTest {
    private static final About ALICE = About.of(new Subject("alice"), new ClientId("c1"));
    private static final Optional<Requester> FROM =
            Optional.of(new Requester("192.0.2.7", "192.0.2.7", "curl/8", "req-1"));

    private final ManualTime time = new ManualTime();
    private final CapturingLog log = new CapturingLog();
    private final Map<String, Integer> counted = new HashMap<>();
    private final Meters meters = new Meters() {
        @Override
        public void count(String name, Map<String, String> labels) {
            counted.merge(name + labels, 1, Integer::sum);
        }

        @Override
        public void observe(String name, Map<String, String> labels, Duration duration) {}

        @Override
        public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {}
    };
    private final Audit audit = new LoggedAudit(log, meters, time);

    @Test
    void an_event_is_one_line_of_hashes() {
        audit.record(AuditEvent.TOKEN_REUSE_DETECTED, FROM, ALICE, Map.of("reason", "replay"));

        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getMessage()).isEqualTo("security_audit");
        });
        assertThat(log.last())
                .isEqualTo(Map.of(
                        "audit.event_type", "token_reuse_detected",
                        "audit.severity", "critical",
                        "audit.user_id_hash", "2bd806c97f0e00af",
                        "audit.client_id_hash", "d0f631ca1ddba8db",
                        "audit.ip_address_hash", "37dad677cf0b3997",
                        "audit.user_agent_hash", "d26c0650abb48cff",
                        "audit.request_id", "req-1",
                        "audit.timestamp", "2026-01-01T00:00:00Z",
                        "audit.details.reason", "replay"));
    }

    @Test
    void what_is_not_known_is_empty() {
        audit.record(AuditEvent.PROACTIVE_REFRESH_FAILED, Optional.empty(), About.NOBODY, Map.of());

        assertThat(log.last())
                .containsEntry("audit.user_id_hash", "<empty>")
                .containsEntry("audit.client_id_hash", "<empty>")
                .containsEntry("audit.ip_address_hash", "<empty>")
                .containsEntry("audit.user_agent_hash", "<empty>")
                .containsEntry("audit.request_id", "");
    }

    @Test
    void details_cannot_forge_lines() {
        audit.record(
                AuditEvent.AUTH_FAILURE, FROM, ALICE, Map.of("reason", "a\nsecurity_audit\u202E" + "x".repeat(1_000)));

        assertThat(log.last().get("audit.details.reason"))
                .startsWith("a?security_audit?")
                .hasSize(256);
    }

    @Test
    void repeated_failures_are_written_once_a_second_after_a_burst() {
        for (var i = 0; i < 100; i++) {
            audit.record(AuditEvent.AUTH_FAILURE, FROM, ALICE, Map.of());
        }
        assertThat(log.events()).hasSize(5);
        assertThat(counted)
                .containsEntry("oauth.audit.events.total{event=auth_failure}", 100)
                .containsEntry("oauth.audit.drops.total{event=auth_failure}", 95);

        time.advance(Duration.ofSeconds(1));
        audit.record(AuditEvent.AUTH_FAILURE, FROM, ALICE, Map.of());
        assertThat(log.events()).hasSize(6);
    }

    @Test
    void one_flood_hides_neither_other_people_nor_other_events() {
        for (var i = 0; i < 100; i++) {
            audit.record(AuditEvent.AUTH_FAILURE, FROM, ALICE, Map.of());
        }
        audit.record(AuditEvent.AUTH_FAILURE, FROM, About.of(new ClientId("c2")), Map.of());
        audit.record(AuditEvent.TOKEN_REUSE_DETECTED, FROM, ALICE, Map.of());

        assertThat(log.events()).hasSize(7);
    }

    @Test
    void what_is_granted_or_taken_away_is_always_written() {
        for (var i = 0; i < 100; i++) {
            audit.record(AuditEvent.TOKEN_REFRESHED, FROM, ALICE, Map.of());
            audit.record(AuditEvent.TOKEN_REVOKED, FROM, ALICE, Map.of());
        }

        assertThat(log.events()).hasSize(200);
    }
}
