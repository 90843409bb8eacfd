package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.verify.toolchain.Valkey;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two processes behind one address with servers behind them: what a person reaches at one is reached at the other. */
@Needs({Need.PROGRAM, Need.DEX, Need.VALKEY})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReplicasSignOnTest {
    /** How long the other may go on admitting a token at the very most, and then some. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    private static final String KEY = "gRkMTDcTOFdPQGfNYzMfUgQFLGsn2wGp9b2ZrRvVzNQ=";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private String here;
    private String there;
    private MusterProcess one;
    private Browser browser;
    private HttpClient http;
    private GuardedServer near;
    private GuardedServer far;
    private AtlassianDouble vendor;

    @BeforeAll
    void start(Program program, Dex executable, Valkey server, @TempDir Path directory) throws IOException {
        var configs = List.of(ConfigDirectory.create(), ConfigDirectory.create());
        here = Protection.issuer(configs.getFirst());
        there = Protection.issuer(configs.getLast());
        var valkey = opened(RunningValkey.start(server));
        var home = opened(RunningDex.start(executable, here + "/oauth/callback"));
        var abroad = opened(RunningDex.exchanging(executable, home, Duration.ofMinutes(30)));
        browser = opened(Browser.open(home.certificate()));
        http = opened(Browser.client(home.certificate()));
        near = opened(GuardedServer.java(home.issuer(), home.certificate(), RunningDex.SIBLING));
        far = opened(GuardedServer.java(abroad.issuer(), abroad.certificate(), RunningDex.CLIENT));
        vendor = opened(new AtlassianDouble());
        var storage = JsonObject.of("type", "valkey").with("valkey", JsonObject.of("url", valkey.address()));
        for (var config : configs) {
            SignOn.credentials(config)
                    .server("near", SignOn.forwarding(near.url()))
                    .server("far", SignOn.exchanging(far.url(), abroad))
                    .remote("vendor", "streamable-http", vendor.url());
            Protection.protectAndSignIn(
                    config,
                    home.provider(),
                    block ->
                            block.with("baseUrl", here).with("storage", storage).with("encryptionKey", KEY),
                    JsonObject.of("publicUrl", here).with("startConfirmation", "sso"));
        }
        var trusted = Files.writeString(
                directory.resolve("trusted.pem"),
                Files.readString(home.certificate()) + Files.readString(abroad.certificate()));
        one = opened(MusterProcess.start(program, configs.getFirst(), Map.of(), "--extra-ca-file", trusted.toString()));
        opened(MusterProcess.start(program, configs.getLast(), Map.of(), "--extra-ca-file", trusted.toString()));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterAll
    void stop() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    private HttpPeer peer(String at, JsonObject tokens) {
        return HttpPeer.connect(http, URI.create(at + "/mcp"), tokens.text("access_token", ""));
    }

    @Test
    void single_sign_on_at_one_is_good_at_the_other_until_a_sign_out_at_either() {
        var flow = CodeFlow.at(browser, here);
        var tokens = flow.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);
        for (var at : List.of(here, there)) {
            var peer = peer(at, tokens);
            SignOn.awaitTools(peer, "x_near_whoami", "x_far_whoami");
            assertThat(peer.call("x_near_whoami").text()).contains(RunningDex.EMAIL);
            assertThat(peer.call("x_far_whoami").text()).contains(RunningDex.EMAIL);
        }
        var other = peer(there, tokens);

        flow.revoke(here, tokens);

        Await.until(
                "the end is heard of",
                HEARD,
                () -> flow.initialize(there, tokens).statusCode() == 401);
        assertThatThrownBy(() -> other.call("x_near_whoami")).hasMessageContaining("HTTP 401");
        assertThat(near.refused() + far.refused()).isZero();
    }

    @Test
    void a_login_to_a_server_at_one_is_good_at_the_other_too() {
        var tokens = CodeFlow.at(browser, here).logIn(RunningDex.EMAIL, RunningDex.PASSWORD);
        var peer = peer(here, tokens);
        var other = peer(there, tokens);
        assertThat(SignOn.tools(other)).doesNotContain("x_vendor_whoami");
        // The link leads to Muster's own login first, and then to the vendor, who asks for nothing.
        var landing = browser.logIn(
                SignInLink.to("vendor", one, peer),
                here + "/oauth/proxy/callback",
                RunningDex.EMAIL,
                RunningDex.PASSWORD);
        assertThat(browser.get(landing).body()).contains("You are now signed in to vendor");
        assertThat(peer.call("x_vendor_whoami").text()).contains("called with access-");

        SignOn.awaitTools(other, "x_vendor_whoami");
        assertThat(other.call("x_vendor_whoami").text()).contains("called with access-");
        assertThat(peer.call("core_auth_logout", JsonObject.of("server", "vendor"))
                        .text())
                .contains("Successfully logged out");

        SignOn.awaitEnd(other, "x_vendor_whoami");
        assertThat(other.call("x_vendor_whoami").isError()).isTrue();
        assertThat(vendor.refused()).isZero();
    }
}
