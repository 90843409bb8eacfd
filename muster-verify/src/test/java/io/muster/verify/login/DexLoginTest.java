package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A client that knows nothing but the URL logs a person in at a real Dex. */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DexLoginTest {
    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final String issuer = Protection.issuer(config);
    private final RunningDex dex;
    private MusterProcess muster;

    DexLoginTest(Program program, Dex executable) {
        this.program = program;
        this.dex = RunningDex.start(executable, Protection.callback(config));
        config.server(
                "cluster",
                JsonObject.builder()
                        .put("type", "streamable-http")
                        .put("url", "http://127.0.0.1:1/mcp")
                        .put(
                                "auth",
                                JsonObject.builder()
                                        .put("type", "none")
                                        .put("forwardToken", true)
                                        .put("requiredAudiences", JsonArray.ofStrings(List.of(RunningDex.SIBLING)))
                                        .build())
                        .build());
        Protection.protect(config, dex.provider());
        this.muster = start();
    }

    private MusterProcess start() {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (var _ = dex) {
            muster.close();
        }
    }

    @Test
    void a_client_finds_its_way_from_the_url_to_a_call_and_the_session_outlives_a_restart() {
        try (var browser = Browser.open(dex.certificate())) {
            var flow = CodeFlow.at(browser, issuer);
            assertThat(flow.resource().text("resource")).contains(issuer + "/mcp");
            assertThat(flow.server().text("issuer")).contains(issuer);

            var tokens = flow.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

            assertThat(flow.initialize(tokens).statusCode()).isEqualTo(200);
            assertThat(audiences(tokens.text("id_token", ""))).contains(RunningDex.CLIENT, RunningDex.SIBLING);

            restart();
            assertThat(flow.initialize(tokens).statusCode()).isEqualTo(200);

            var refreshed = flow.refresh(tokens);
            assertThat(flow.initialize(refreshed).statusCode()).isEqualTo(200);

            flow.revoke(refreshed);
            assertThat(flow.initialize(refreshed).statusCode()).isEqualTo(401);
        }
    }

    private void restart() {
        muster.terminate();
        assertThat(muster.awaitExit()).isZero();
        muster = start();
    }

    private static List<String> audiences(String idToken) {
        var claims = Json.parseObject(
                new String(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]), StandardCharsets.UTF_8));
        return claims.values("aud").stream()
                .map(audience -> ((JsonString) audience).value())
                .toList();
    }
}
