package io.muster.valkey;

import static io.muster.valkey.Replica.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.FakeIdp;
import io.muster.testkit.Eventually;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** Whatever ends a session in one process ends it in another, which knows its token and asks nobody. */
@NeedsServer
@SuppressWarnings("NullAway.Init")
class EndsElsewhereTest extends ServerTest {
    private static final Duration BEAT = Duration.ofMillis(300);
    private static final Pattern READS = Pattern.compile("cmdstat_get:calls=(\\d+)");

    private final FakeIdp idp = new FakeIdp(time);
    private final SystemScheduler scheduler = new SystemScheduler();
    private Server raw;
    private Replica here;
    private Replica there;
    private String client = "";

    @BeforeEach
    void start() throws Exception {
        var valkey = server();
        raw = raw(valkey.settings());
        here = new Replica(stores(valkey.settings()), idp, time, scheduler);
        there = new Replica(stores(valkey.settings()), idp, time, scheduler);
        client = here.register();
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    private JsonObject login() {
        return document(here.redeem(client, here.complete(here.begin(client, idp))), 200);
    }

    /** The other process admits the token, for the first time and then without asking whether it is still good. */
    private void makeKnown(JsonObject tokens) {
        var first = readsOfAdmission(tokens);
        Eventually.until("the token is known there", () -> {
            time.advance(BEAT);
            readsOfAdmission(tokens);
            return readsOfAdmission(tokens) < first;
        });
    }

    private long readsOfAdmission(JsonObject tokens) {
        var before = reads();
        assertThat(there.admits(tokens)).isTrue();
        return reads() - before;
    }

    private long reads() {
        var found = READS.matcher(text(ask(raw, Command.INFO, "commandstats")));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private void assertEndsThere(JsonObject tokens) {
        Eventually.until("the token is refused there", () -> !there.admits(tokens));
        assertThat(there.ask(tokens.text("access_token", "")).status()).isEqualTo(401);
    }

    @Test
    void a_refresh_token_that_is_revoked_takes_the_access_token_along() {
        var tokens = login();
        makeKnown(tokens);

        here.revoke(client, tokens.text("refresh_token", ""));

        assertEndsThere(tokens);
    }

    @Test
    void an_access_token_that_is_revoked_takes_those_of_its_whole_session_along() {
        var tokens = login();
        var renewed = document(here.refresh(client, tokens.text("refresh_token", "")), 200);
        makeKnown(tokens);
        makeKnown(renewed);

        here.revoke(client, renewed.text("access_token", ""));

        assertEndsThere(renewed);
        assertEndsThere(tokens);
    }

    @Test
    void a_refresh_token_that_is_used_by_a_thief_ends_what_its_owner_has() {
        var tokens = login();
        var renewed = document(here.refresh(client, tokens.text("refresh_token", "")), 200);
        var newest = document(here.refresh(client, renewed.text("refresh_token", "")), 200);
        makeKnown(newest);

        assertThat(here.refresh(client, tokens.text("refresh_token", "")).status())
                .isEqualTo(400);

        assertThat(here.recorder.recorded()).contains(AuditEvent.REFRESH_TOKEN_REUSE_DETECTED);
        assertEndsThere(newest);
    }

    @Test
    void a_code_that_is_used_twice_takes_back_what_it_gave() {
        var code = here.complete(here.begin(client, idp));
        var tokens = document(here.redeem(client, code), 200);
        makeKnown(tokens);

        assertThat(here.redeem(client, code).status()).isEqualTo(400);

        assertEndsThere(tokens);
    }

    @Test
    void a_user_who_leaves_ends_all_sessions() {
        var one = login();
        var other = login();
        makeKnown(one);
        makeKnown(other);

        assertThat(here.leave(one).status()).isEqualTo(204);

        assertEndsThere(one);
        assertEndsThere(other);
    }

    @Test
    void a_user_whom_the_provider_has_locked_out_is_out_when_its_token_expires() {
        var tokens = login();
        makeKnown(tokens);
        idp.answer("/token", 400, "{\"error\":\"invalid_grant\"}");

        time.advance(Duration.ofMinutes(31));

        assertEndsThere(tokens);
        assertThat(here.refresh(client, tokens.text("refresh_token", "")).status())
                .isEqualTo(400);
    }

    @Test
    void a_token_that_was_renewed_elsewhere_is_good_at_once() {
        var tokens = login();
        makeKnown(tokens);

        var renewed = document(here.refresh(client, tokens.text("refresh_token", "")), 200);

        assertThat(there.admits(renewed)).isTrue();
    }
}
