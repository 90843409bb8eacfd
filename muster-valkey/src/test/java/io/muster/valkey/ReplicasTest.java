package io.muster.valkey;

import static io.muster.valkey.Replica.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.FakeIdp;
import io.muster.authserver.store.Race;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.SystemScheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** Two whole authorization servers on one Valkey, whose clocks are 30 seconds apart. */
@NeedsServer
@SuppressWarnings("NullAway.Init")
class ReplicasTest extends ServerTest {
    private static final String[] DURABLE = {"--appendonly", "yes", "--appendfsync", "always"};
    private static final Duration APART = Duration.ofSeconds(30);

    private final FakeIdp idp = new FakeIdp(time);
    private final SystemScheduler scheduler = new SystemScheduler();
    private RealServer valkey;
    private Replica here;
    private Replica there;
    private String client = "";

    @BeforeEach
    void start() throws Exception {
        valkey = server(DURABLE);
        here = replica(Duration.ZERO);
        there = replica(APART);
        client = here.register();
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    private Replica replica(Duration ahead) {
        return new Replica(stores(valkey.settings()), idp, InstantSource.offset(time, ahead), scheduler);
    }

    private JsonObject login() {
        return document(here.redeem(client, here.complete(here.begin(client, idp))), 200);
    }

    private HttpResponse refresh(Replica replica, JsonObject tokens) {
        return replica.refresh(client, tokens.text("refresh_token", ""));
    }

    private HttpResponse ask(Replica replica, JsonObject tokens) {
        return replica.ask(tokens.text("access_token", ""));
    }

    private void assertNobodyWasSuspected() {
        for (var replica : List.of(here, there)) {
            assertThat(replica.recorder.recorded())
                    .doesNotContain(
                            AuditEvent.REFRESH_TOKEN_REUSE_DETECTED,
                            AuditEvent.REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT,
                            AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED,
                            AuditEvent.AUTHORIZATION_CODE_REUSE_DETECTED);
        }
    }

    @Test
    void each_step_of_a_login_may_reach_another_replica() {
        var away = here.begin(client, idp);
        var code = there.complete(away);
        var tokens = document(here.redeem(client, code), 200);

        assertThat(there.admits(tokens)).isTrue();
        var renewed = document(refresh(there, tokens), 200);
        assertThat(here.admits(renewed)).isTrue();
        assertThat(document(refresh(here, renewed), 200).text("access_token")).isPresent();
        assertNobodyWasSuspected();
    }

    @Test
    void both_refresh_at_once_and_get_the_same_pair() throws Exception {
        var tokens = login();

        var answers = Race.of(16, caller -> refresh(caller % 2 == 0 ? here : there, tokens));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));
        var pairs = answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> document(answer, 200).text("refresh_token", ""))
                .collect(Collectors.toSet());
        assertThat(pairs).hasSize(1);
        assertNobodyWasSuspected();
        assertThat(refresh(
                                there,
                                JsonObject.of("refresh_token", pairs.iterator().next()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void both_redeem_a_code_at_once_and_one_session_begins_and_ends() throws Exception {
        var code = here.complete(here.begin(client, idp));

        var answers = Race.of(8, caller -> (caller % 2 == 0 ? here : there).redeem(client, code));

        var granted = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(granted).hasSizeLessThanOrEqualTo(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 400));
        // A code that is used twice takes back what it gave (OAuth 2.1 section 4.1.3).
        granted.forEach(
                answer -> assertThat(there.admits(document(answer, 200))).isFalse());
    }

    @Test
    void what_one_revokes_the_other_refuses_at_once() {
        var tokens = login();
        assertThat(there.admits(tokens)).isTrue();

        assertThat(here.revoke(client, tokens.text("refresh_token", "")).status())
                .isEqualTo(200);

        assertThat(ask(there, tokens).status()).isEqualTo(401);
        assertThat(document(refresh(there, tokens), 400).text("error")).contains("invalid_grant");
    }

    @Test
    void the_identity_provider_sees_each_of_its_refresh_tokens_once() throws Exception {
        var tokens = login();
        time.advance(Duration.ofMinutes(28));

        var answers = Race.of(12, caller -> ask(caller % 2 == 0 ? here : there, tokens));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));
        var answer = refresh(there, tokens);
        assertThat(answer.status()).isEqualTo(200);
        var presented = idp.requests("/token").stream()
                .map(idp::form)
                .flatMap(form -> form.get("refresh_token").stream())
                .toList();
        assertThat(presented).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void a_valkey_that_is_killed_and_comes_back_logs_nobody_out() throws Exception {
        var tokens = login();

        valkey.kill();

        var refused = ask(there, tokens);
        assertThat(refused.status()).as("no answer is no refusal").isEqualTo(503);
        assertThat(refused.headers().first("Retry-After")).isPresent();
        assertThat(refused.headers().first("WWW-Authenticate")).isEmpty();
        assertThat(document(refresh(here, tokens), 503).text("error")).contains("temporarily_unavailable");

        valkey.start();

        assertThat(there.admits(tokens)).isTrue();
        assertThat(refresh(there, tokens).status()).isEqualTo(200);
        assertNobodyWasSuspected();
    }

    @Test
    void a_fail_over_that_loses_a_rotation_lets_the_old_token_be_used_again() throws Exception {
        var forgetful = server();
        valkey = forgetful;
        here = replica(Duration.ZERO);
        there = replica(APART);
        client = here.register();
        var tokens = login();
        ask(raw(forgetful.settings()), Command.SAVE);
        var lost = document(refresh(here, tokens), 200);

        forgetful.kill();
        forgetful.start();

        assertThat(refresh(there, lost).status()).as("never heard of").isEqualTo(400);
        assertThat(refresh(there, tokens).status()).as("as if never used").isEqualTo(200);
        assertNobodyWasSuspected();
    }

    @Test
    void a_fail_over_that_loses_a_revocation_revives_nothing() throws Exception {
        var forgetful = server();
        valkey = forgetful;
        here = replica(Duration.ZERO);
        there = replica(APART);
        client = here.register();
        var tokens = login();
        ask(raw(forgetful.settings()), Command.SAVE);
        here.revoke(client, tokens.text("refresh_token", ""));

        forgetful.kill();
        forgetful.start();

        assertThat(here.admits(tokens)).isFalse();
        time.advance(Duration.ofSeconds(5));
        assertThat(there.admits(tokens)).as("the other one has been told").isFalse();
        assertThat(refresh(there, tokens).status()).isEqualTo(400);
    }

    @Test
    void a_provider_that_is_down_while_both_need_it_is_waited_for() throws Exception {
        var tokens = login();
        time.advance(Duration.ofMinutes(31));
        idp.fail("/token", OutboundException.Kind.CONNECT);

        var answers = Race.of(6, caller -> refresh(caller % 2 == 0 ? here : there, tokens));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503));
        idp.recover("/token");
        assertThat(refresh(there, tokens).status()).isEqualTo(200);
        assertNobodyWasSuspected();
    }
}
