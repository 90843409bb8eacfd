package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Keycloak;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that knows nothing but the URL logs a person in at a real Keycloak, which is as different from Dex as can be. */
@Needs({Need.PROGRAM, Need.KEYCLOAK})
@ExtendWith(SharedKeycloak.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class KeycloakLoginTest {
    private final ConfigDirectory config = ConfigDirectory.create();
    private KeycloakRealm keycloak;
    private MusterProcess muster;
    private Browser browser;

    @BeforeAll
    void start(Program program, Keycloak executable, SharedKeycloak shared) {
        keycloak = shared.running(executable).realm("login", Protection.callback(config));
        Protection.protect(config, keycloak.provider());
        muster = MusterProcess.start(
                program,
                config,
                Map.of(),
                "--extra-ca-file",
                keycloak.certificate().toString());
        browser = Browser.open(keycloak.certificate());
    }

    @AfterAll
    void stop() {
        try (var _ = muster;
                var _ = browser) {
            // Closing is all there is to do, also after a start that went half the way.
        }
    }

    @Test
    void a_person_logs_in_calls_stays_logged_in_and_leaves_until_keycloak_knows_them_no_more() {
        var flow = CodeFlow.at(browser, Protection.issuer(config));
        var tokens = flow.logIn(KeycloakRealm.USER, KeycloakRealm.PASSWORD);
        assertThat(flow.initialize(tokens).statusCode()).isEqualTo(200);
        assertThat(groups(tokens)).contains(KeycloakRealm.GROUP);

        var refreshed = flow.refresh(tokens);
        assertThat(flow.initialize(refreshed).statusCode()).isEqualTo(200);

        flow.revoke(refreshed);
        assertThat(flow.initialize(refreshed).statusCode()).isEqualTo(401);
        assertThat(flow.refresh(Protection.issuer(config), refreshed).statusCode())
                .isEqualTo(400);

        var again = CodeFlow.at(browser, Protection.issuer(config));
        var last = again.logIn(KeycloakRealm.USER, KeycloakRealm.PASSWORD);
        assertThat(again.initialize(last).statusCode()).isEqualTo(200);
        keycloak.disable();
        assertThat(again.initialize(last).statusCode()).isEqualTo(401);
        assertThat(again.refresh(Protection.issuer(config), last).statusCode()).isEqualTo(400);
    }

    /** What the ID token says of them. */
    private static String groups(JsonObject tokens) {
        var claims = Base64.getUrlDecoder().decode(tokens.text("id_token", "").split("\\.")[1]);
        return Json.parseObject(new String(claims, StandardCharsets.UTF_8))
                .values("groups")
                .toString();
    }
}
