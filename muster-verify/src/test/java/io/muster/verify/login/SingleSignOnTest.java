package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One login at the Dex of Muster reaches a server that trusts that Dex, by forwarding, and one that trusts another Dex, by
 * exchange (requirements R-1a and R-3, with real parts: two Dexes with certificates of their own, two servers whose
 * middleware is the TypeScript SDK's, and one on the Java SDK).
 */
@Needs({Need.PROGRAM, Need.NODE, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleSignOnTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final String issuer = Protection.issuer(config);
    private final RunningDex home;
    private final RunningDex abroad;
    private final GuardedServer near;
    private final GuardedServer far;
    private final GuardedServer java;
    private final Path trusted;
    private MusterProcess muster;

    SingleSignOnTest(Program program, Node node, Dex executable, @TempDir Path directory) throws IOException {
        this.program = program;
        this.home = RunningDex.start(executable, Protection.callback(config));
        this.abroad = RunningDex.exchanging(executable, home, Duration.ofMinutes(30));
        this.near = GuardedServer.typeScript(node, home.issuer(), home.certificate(), RunningDex.SIBLING);
        this.far = GuardedServer.typeScript(node, abroad.issuer(), abroad.certificate(), RunningDex.CLIENT);
        this.java = GuardedServer.java(abroad.issuer(), abroad.certificate(), RunningDex.CLIENT);
        this.trusted = Files.writeString(
                directory.resolve("trusted.pem"),
                Files.readString(home.certificate()) + Files.readString(abroad.certificate()));
        SignOn.credentials(config)
                .server("near", SignOn.forwarding(near.url()))
                .server("far", SignOn.exchanging(far.url(), abroad))
                .server("java", SignOn.exchanging(java.url(), abroad));
        Protection.protect(config, home.provider());
        this.muster = start();
    }

    private MusterProcess start() {
        return MusterProcess.start(program, config, Map.of(), "--extra-ca-file", trusted.toString());
    }

    @AfterAll
    void stop() {
        try (var _ = home;
                var _ = abroad;
                var _ = near;
                var _ = far;
                var _ = java) {
            muster.close();
        }
    }

    @Test
    void one_login_reaches_all_servers_and_outlives_a_restart() {
        try (var browser = Browser.open(home.certificate());
                var http = Browser.client(home.certificate())) {
            var flow = CodeFlow.at(browser, issuer);
            var tokens = flow.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);
            var bearer = tokens.text("access_token", "");
            var peer = HttpPeer.connect(http, URI.create(issuer + "/mcp"), bearer);

            SignOn.awaitTools(peer, "x_near_whoami", "x_far_whoami", "x_java_whoami");
            assertThat(peer.call("x_near_whoami").text()).contains(RunningDex.EMAIL, home.issuer());
            assertThat(peer.call("x_far_whoami").text()).contains(abroad.issuer());
            assertThat(peer.call("x_java_whoami").text()).contains(RunningDex.EMAIL, abroad.issuer());
            assertThat(status(peer))
                    .contains("\"token_forwarding_enabled\":true", "\"token_exchange_enabled\":true")
                    .contains("\"status\":\"connected\"")
                    .doesNotContain("auth_required");
            assertThat(peer.call("core_auth_logout", JsonObject.of("server", "near"))
                            .text())
                    .contains("SSO", "not supported");

            restart();
            var again = HttpPeer.connect(http, URI.create(issuer + "/mcp"), bearer);
            SignOn.awaitTools(again, "x_near_whoami", "x_far_whoami", "x_java_whoami");
            assertThat(again.call("x_near_whoami").text()).contains(RunningDex.EMAIL);
            assertThat(again.call("x_far_whoami").text()).contains(abroad.issuer());
            assertThat(again.call("x_java_whoami").text()).contains(abroad.issuer());

            flow.revoke(tokens);
            assertThat(flow.initialize(tokens).statusCode()).isEqualTo(401);
            assertThat(near.refused() + far.refused() + java.refused()).isZero();
        }
    }

    private static String status(HttpPeer peer) {
        Await.until("nothing is pending", LIMIT, () -> !SignOn.status(peer).contains("sso_pending"));
        return SignOn.status(peer);
    }

    private void restart() {
        muster.terminate();
        assertThat(muster.awaitExit()).isZero();
        muster = start();
    }
}
