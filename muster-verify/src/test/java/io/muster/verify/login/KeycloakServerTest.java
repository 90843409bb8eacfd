package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.login.DoorServer.Knock;
import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Keycloak;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requirement R-2 with a real Keycloak: a server whose metadata (RFC 9728) names a realm as its authorization server. */
@Needs({Need.PROGRAM, Need.KEYCLOAK})
@ExtendWith(SharedKeycloak.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class KeycloakServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration LIFE = Duration.ofSeconds(15);
    private static final String CLIENT = "muster-to-files";
    private static final String SECRET = "c2VjcmV0LW9mLWZpbGVz";
    private static final JsonObject FILES = JsonObject.of("server", "files");

    private KeycloakRealm keycloak;
    private DoorServer files;
    private Browser browser;

    @BeforeAll
    void start(Keycloak executable, SharedKeycloak shared) {
        keycloak = shared.running(executable).realm("server", "http://localhost/none");
        keycloak.shorten(LIFE);
        files = DoorServer.open(this::refusal, this::metadata);
        browser = Browser.open(keycloak.certificate());
    }

    @AfterAll
    void stop() {
        try (var _ = files;
                var _ = browser) {
            // Closing is all there is to do, also after a start that went half the way.
        }
    }

    private Optional<HttpResponse> refusal(Knock knock) {
        var challenge = "Bearer resource_metadata=\"" + files.origin() + "/.well-known/oauth-protected-resource\"";
        return !knock.bearer().isEmpty() && keycloak.isGood(knock.bearer())
                ? Optional.empty()
                : Optional.of(HttpResponse.of(401).with("WWW-Authenticate", challenge));
    }

    private HttpResponse metadata(HttpRequest request) {
        return request.path().equals("/.well-known/oauth-protected-resource")
                ? HttpResponse.json(
                        200,
                        Json.bytes(JsonObject.of("resource", files.url())
                                .with("authorization_servers", JsonArray.ofStrings(List.of(keycloak.issuer())))
                                .with("scopes_supported", JsonArray.ofStrings(List.of("openid")))))
                : HttpResponse.of(404);
    }

    @Test
    void a_client_that_the_administrator_registered_is_used(Program program) {
        var config = ConfigDirectory.create();
        keycloak.register(CLIENT, SECRET, callback(config));
        var client = JsonObject.of("issuer", keycloak.issuer())
                .with("clientId", CLIENT)
                .with("clientSecret", SECRET);
        var clients = JsonObject.of("clients", JsonObject.of("keycloak", client));
        try (var muster = start(program, config, clients)) {
            comesAndGoes(muster);
        }
    }

    @Test
    void where_the_realm_trusts_the_host_muster_registers_itself(Program program) {
        keycloak.trustThisMachine();
        try (var muster = start(program, ConfigDirectory.create(), JsonObject.EMPTY)) {
            comesAndGoes(muster);
        }
    }

    private MusterProcess start(Program program, ConfigDirectory config, JsonObject more) {
        Protection.signIn(config, more).remote("files", "streamable-http", files.url());
        return MusterProcess.start(
                program,
                config,
                Map.of(),
                "--extra-ca-file",
                keycloak.certificate().toString());
    }

    private void comesAndGoes(MusterProcess muster) {
        var peer = muster.aggregate();
        var landing = browser.logIn(
                SignInLink.to("files", muster, peer),
                callback(muster.config()),
                KeycloakRealm.USER,
                KeycloakRealm.PASSWORD);
        assertThat(browser.get(landing).body()).contains("You are now signed in to files.");

        var first = called(peer);
        Await.until("the next token", LIMIT, () -> !called(peer).equals(first));
        assertThat(files.withToken()).extracting(Knock::bearer).contains(first);

        var last = called(peer);
        assertThat(peer.call("core_auth_logout", FILES).text()).contains("Successfully logged out");
        assertThat(peer.call("x_files_whoami").isError()).isTrue();
        Await.until("the end of the session at Keycloak", LIMIT, () -> !keycloak.isGood(last));
        assertThat(files.refused()).isZero();
    }

    /** The token with which the server was called. */
    private static String called(HttpPeer peer) {
        var answer = peer.call("x_files_whoami");
        assertThat(answer.isError()).as(answer.text()).isFalse();
        return answer.text().replaceFirst(".*called with ", "");
    }

    private static String callback(ConfigDirectory config) {
        return Protection.issuer(config) + "/oauth/proxy/callback";
    }
}
