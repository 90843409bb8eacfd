package io.muster.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.signin.SignInSettings;
import io.muster.gateway.signin.SignInSettings.Confirmation;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.json.Json;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInReaderTest {
    private static Decoded<MusterConfig> decode(String client, String more) {
        return MusterConfig.decode(
                Json.parseObject("{\"aggregator\":{\"oauth\":{\"mcpClient\":" + client + "}" + more + "}}"));
    }

    private static Optional<SignInSettings> read(String client, String more) {
        return switch (decode(client, more)) {
            case Decoded.Valid<MusterConfig> valid -> {
                assertThat(valid.warnings()).isEmpty();
                yield valid.value().aggregator().signIns();
            }
            case Decoded.Invalid<MusterConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String client) {
        return switch (decode(client, ",\"host\":\"0.0.0.0\"")) {
            case Decoded.Valid<MusterConfig> valid -> throw new AssertionError(valid.toString());
            case Decoded.Invalid<MusterConfig>(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void logins_to_servers_are_off_unless_they_are_switched_on() {
        assertThat(read("{\"publicUrl\":\"https://muster.example\"}", "")).isEmpty();
    }

    @Test
    void every_key_arrives() {
        var read = read("""
                {"enabled": true, "publicUrl": "https://muster.example/base/", "clientId": "registered",
                 "clients": {"github": {"issuer": "https://github.com/login/oauth", "clientId": "Iv1", "clientSecret": "s"},
                             "okta": {"issuer": "https://okta.example/oauth2/default", "clientId": "0oa"}},
                 "callbackPath": "/back", "cimd": {"path": "/me.json", "scopes": "openid mine"},
                 "postLoginRedirectAllowlist": ["https://ide.example/done", "http://localhost:9/"],
                 "startConfirmation": "page", "shareTokensByIssuer": false}""", "");

        assertThat(read)
                .contains(new SignInSettings(
                        new ClientSettings(
                                "https://muster.example/base",
                                Optional.of(new ClientId("registered")),
                                "/back",
                                "/me.json",
                                "openid mine"),
                        Map.of(
                                new Issuer("https://github.com/login/oauth"),
                                new ClientCredentials.Post(new ClientId("Iv1"), new Secret("s")),
                                new Issuer("https://okta.example/oauth2/default"),
                                new ClientCredentials.Public(new ClientId("0oa"))),
                        List.of(URI.create("https://ide.example/done"), URI.create("http://localhost:9/")),
                        Confirmation.PAGE,
                        false));
    }

    @Test
    void the_defaults_are_the_documented_ones() {
        assertThat(read("{\"enabled\":true,\"publicUrl\":\"https://muster.example\"}", ""))
                .contains(SignInSettings.of("https://muster.example"));
    }

    @Test
    void on_this_machine_alone_no_public_url_is_needed() {
        assertThat(read("{\"enabled\":true}", ",\"port\":9000")
                        .orElseThrow()
                        .client()
                        .redirectUri())
                .isEqualTo(URI.create("http://localhost:9000/oauth/proxy/callback"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"enabled\":true} | publicUrl: needed",
                "{\"enabled\":true,\"publicUrl\":\"muster.example\"} | publicUrl: must be",
                "{\"enabled\":true,\"publicUrl\":\"https://a/?b\"} | publicUrl: must be",
                "{\"enabled\":true,\"publicUrl\":\"ftp://a\"} | publicUrl: must be",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"callbackPath\":\"back\"} | callbackPath: must be",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"callbackPath\":\"/oauth/callback\"} | callbackPath: this path",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"cimd\":{\"path\":\"/a?b\"}} | cimd.path: must be",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"cimd\":{\"path\":\"/oauth/proxy/callback\"}} | callbackPath: must not",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"clients\":{\"x\":{\"issuer\":\"http://b\",\"clientId\":\"c\"}}} | clients.x.issuer: must be",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"clients\":{\"x\":{\"issuer\":\"https://b\"}}} | clients.x.clientId",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"clients\":{\"x\":{\"issuer\":\"https://b\",\"clientId\":\"c\"},\"y\":{\"issuer\":\"https://b/\",\"clientId\":\"c\"}}} | clients.y.issuer: another",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"startConfirmation\":\"sso\"} | startConfirmation: sso needs users that log in: aggregator.oauth.server",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"startConfirmation\":\"maybe\"} | startConfirmation: must be off, page or sso",
                "{\"enabled\":true,\"publicUrl\":\"https://a\",\"postLoginRedirectAllowlist\":[\"/x\"]} | postLoginRedirectAllowlist: must be"
            })
    void what_cannot_work_is_told_at_the_start(String client, String problem) {
        assertThat(problems(client))
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("aggregator.oauth.mcpClient." + problem));
    }
}
