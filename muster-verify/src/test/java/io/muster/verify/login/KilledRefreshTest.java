package io.muster.verify.login;

import static io.muster.verify.login.CodeFlow.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.verify.toolchain.Valkey;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed after Dex has taken its refresh token and given a new one, and before the new one is stored. The
 * other process has the old one only.
 */
@Needs({Need.PROGRAM, Need.DEX, Need.VALKEY})
class KilledRefreshTest {
    private static final String KEY = "gRkMTDcTOFdPQGfNYzMfUgQFLGsn2wGp9b2ZrRvVzNQ=";

    /** So short that every refresh of a client is one at Dex. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterEach
    void stop() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"60, true", "0, false"})
    void nobody_is_logged_out_where_the_provider_takes_a_token_again(
            int reuseSeconds, boolean goesOn, Program program, Dex executable, Valkey server) throws Exception {
        var survivor = ConfigDirectory.create();
        var doomed = ConfigDirectory.create();
        var here = Protection.issuer(survivor);
        var there = Protection.issuer(doomed);
        var valkey = opened(RunningValkey.start(server));
        var storeDoor = opened(Relay.to(valkey.port()));
        var listening = ConfigDirectory.freePort();
        var dexDoor = opened(Relay.to(listening));
        var dex = opened(RunningDex.behind(
                executable,
                here + "/oauth/callback",
                new RunningDex.Terms(LIFE, Duration.ofSeconds(reuseSeconds)),
                listening,
                dexDoor.port()));
        protect(survivor, here, dex, valkey.address());
        protect(doomed, here, dex, "127.0.0.1:" + storeDoor.port());
        var alive = opened(start(program, survivor, dex));
        var victim = start(program, doomed, dex);
        var client = CodeFlow.at(opened(Browser.open(dex.certificate())), here);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        dexDoor.atNextAnswer(storeDoor::shut);
        var lost = Thread.ofVirtual().start(() -> refreshInVain(client, there, tokens));
        storeDoor.awaitHeldBack();
        victim.kill();
        assertThat(lost.join(Duration.ofSeconds(30))).isTrue();
        valkey.letLocksExpire();

        var answer = client.refresh(here, tokens);
        if (goesOn) {
            var renewed = document(answer);
            assertThat(client.initialize(here, renewed).statusCode()).isEqualTo(200);
            assertThat(client.refresh(here, renewed).statusCode()).isEqualTo(200);
        } else {
            assertThat(answer.statusCode()).as(alive.log()).isEqualTo(400);
            assertThat(Json.parseObject(answer.body()).text("error")).contains("invalid_grant");
            assertThat(client.initialize(here, client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD))
                            .statusCode())
                    .as("one new login")
                    .isEqualTo(200);
        }
    }

    private static void protect(ConfigDirectory config, String issuer, RunningDex dex, String store) {
        var storage = JsonObject.of("type", "valkey").with("valkey", JsonObject.of("url", store));
        Protection.protect(
                config,
                dex.provider(),
                block -> block.with("baseUrl", issuer).with("storage", storage).with("encryptionKey", KEY));
    }

    private static MusterProcess start(Program program, ConfigDirectory config, RunningDex dex) {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    private static void refreshInVain(CodeFlow client, String there, JsonObject tokens) {
        try {
            client.refresh(there, tokens);
        } catch (RuntimeException | AssertionError killed) {
            // Whoever is asked does not live to answer.
        }
    }
}
