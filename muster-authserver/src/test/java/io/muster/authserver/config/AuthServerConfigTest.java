package io.muster.authserver.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.config.AuthServerConfig.Consent;
import io.muster.authserver.config.AuthServerConfig.UserInfoCheck;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthServerConfigTest {
    private static final JsonObject DEX = Json.parseObject(
            "{\"issuerUrl\":\"https://dex.example\",\"clientId\":\"muster\",\"clientSecret\":\"secret\"}");
    private static final JsonObject BLOCK =
            JsonObject.of("baseUrl", "https://muster.example").with("dex", DEX);

    private static Decoded<AuthServerConfig> decoded(JsonObject block) {
        return Decoder.decode(block, AuthServerConfig::read);
    }

    private static AuthServerConfig read(JsonObject block) {
        return switch (decoded(block)) {
            case Decoded.Valid<AuthServerConfig>(var config, var _) -> config;
            case Decoded.Invalid<AuthServerConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(JsonObject block) {
        return switch (decoded(block)) {
            case Decoded.Valid<AuthServerConfig>(var config, var _) -> throw new AssertionError(config.toString());
            case Decoded.Invalid<AuthServerConfig>(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void the_least_that_has_to_be_said_gives_a_careful_server() {
        var config = read(BLOCK);

        assertThat(config.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(config.storage()).isEqualTo(new StorageConfig.File());
        assertThat(config.registration().isPossible()).isFalse();
        assertThat(config.registration().metadataDocuments()).isTrue();
        assertThat(config.sessionDuration()).isEqualTo(Duration.ofDays(30));
        assertThat(config.consent()).isEqualTo(Consent.UNTRUSTED);
        assertThat(config.acceptUpstreamAccessTokens()).isFalse();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.Off());
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.trustedAudiences()).isEmpty();
        assertThat(config.resource().value()).isEqualTo("https://muster.example");
    }

    @Test
    void documents_of_clients_are_read_from_public_addresses_only_unless_hosts_are_named() {
        assertThat(read(BLOCK).registration().privateMetadataHosts()).isEmpty();
        assertThat(read(BLOCK.with("allowPrivateIPCIMDHosts", JsonArray.ofStrings(List.of("agents.corp.example"))))
                        .registration()
                        .privateMetadataHosts())
                .containsExactly("agents.corp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8090", "http://127.0.0.1:8090", "http://[::1]:8090"})
    void a_server_on_this_machine_is_for_trying_things_out(String baseUrl) {
        var config = read(BLOCK.with("baseUrl", baseUrl));

        assertThat(config.profile()).isEqualTo(Profile.DEVELOPMENT);
        assertThat(config.consent()).isEqualTo(Consent.OFF);
        assertThat(config.acceptUpstreamAccessTokens()).isTrue();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.EveryRequest());
    }

    @Test
    void every_switch_of_a_profile_can_be_set() {
        var config = read(BLOCK.with("baseUrl", "http://localhost:8090")
                .with("consent", JsonObject.of("mode", "always"))
                .with("acceptUpstreamAccessTokens", false)
                .with("userinfoCacheTTL", "15s"));

        assertThat(config.consent()).isEqualTo(Consent.ALWAYS);
        assertThat(config.acceptUpstreamAccessTokens()).isFalse();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.Cached(Duration.ofSeconds(15)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://muster.example/, https://muster.example",
        "https://muster.example/team//, https://muster.example/team",
        "https://muster.example:8443, https://muster.example:8443"
    })
    void the_issuer_has_no_trailing_slash(String baseUrl, String issuer) {
        assertThat(read(BLOCK.with("baseUrl", baseUrl)).locations().issuer()).isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "muster.example",
                "http://muster.example",
                "http://10.0.0.1",
                "http://localhost.example",
                "ftp://localhost",
                "https://",
                "https:///mcp",
                "https://muster.example?x=1",
                "https://muster.example#x",
                "https://alice@muster.example",
                "https://muster example"
            })
    void an_issuer_is_https_or_on_this_machine(String baseUrl) {
        assertThat(problems(BLOCK.with("baseUrl", baseUrl))).anyMatch(problem -> problem.startsWith("baseUrl: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"provider\":\"okta\"}                          | provider: must be dex or google",
                "{\"storage\":{\"type\":\"postgres\"}}            | storage.type: must be file, memory or valkey",
                "{\"storage\":{\"type\":\"valkey\"}}              | storage.valkey.url: is required",
                "{\"storage\":{\"type\":\"valkey\",\"valkey\":{\"url\":\"valkey\"}}} | storage.valkey.url: must be"
                        + " host:port",
                "{\"sessionDuration\":\"30d\"}                    | sessionDuration: must be a duration such as 720h"
                        + " or 15m30s",
                "{\"sessionDuration\":\"-1h\"}                    | sessionDuration: must be a duration such as 720h"
                        + " or 15m30s",
                "{\"trustedProxyCIDRs\":[\"10.0.0.0\"]}           | trustedProxyCIDRs: invalid CIDR \"10.0.0.0\"",
                "{\"trustedProxyCIDRs\":[\"10.0.0.0/99\"]}        | trustedProxyCIDRs: invalid CIDR \"10.0.0.0/99\"",
                "{\"trustedIssuers\":[{\"issuer\":\"https://ci.example\"}]} | trustedIssuers[0].jwksUrl: is required",
                "{\"trustedIssuers\":[{\"jwksUrl\":\"https://ci.example/keys\"}]} | trustedIssuers[0].issuer: is"
                        + " required",
                "{\"consent\":{\"mode\":\"sometimes\"}}           | consent.mode: must be off, untrusted or always",
                "{\"dex\":{\"clientId\":\"m\",\"clientSecret\":\"s\"}} | dex.issuerUrl: is required",
                "{\"dex\":{\"issuerUrl\":\"https://dex.example\",\"clientId\":\"m\"}} | dex.clientSecret: is required,"
                        + " or clientSecretFile",
                "{\"provider\":\"google\"}                        | google.clientId: is required",
                "{\"registrationTokenFile\":\"/nowhere/token\"}   | registrationTokenFile: error resolving secret"
                        + " files: failed to read registration token from /nowhere/token"
            })
    void what_is_wrong_is_named(String change, String problem) {
        var block = BLOCK;
        for (var member : Json.parseObject(change).members()) {
            block = block.with(member.name(), member.value());
        }

        assertThat(problems(block)).anyMatch(found -> found.startsWith(problem));
    }

    @Test
    void a_secret_may_stand_in_a_file_and_in_the_configuration_it_counts_more(@TempDir Path directory)
            throws IOException {
        var file = Files.writeString(directory.resolve("secret"), " from a file\n");
        var inFile = DEX.without("clientSecret").with("clientSecretFile", file.toString());

        assertThat(secret(inFile)).isEqualTo("from a file");
        assertThat(secret(inFile.with("clientSecret", "from the configuration")))
                .isEqualTo("from the configuration");
    }

    private static String secret(JsonObject dex) {
        return read(BLOCK.with("dex", dex)).provider().clientSecret().reveal();
    }

    @Test
    void origins_stand_in_one_text() {
        assertThat(read(BLOCK.with("allowedOrigins", "https://a.example , https://b.example,"))
                        .allowedOrigins())
                .containsExactly("https://a.example", "https://b.example");
    }

    @Test
    void a_trusted_issuer_signs_access_tokens_unless_said_otherwise() {
        var issuer = Json.parseObject("{\"issuer\":\"https://ci.example\",\"jwksUrl\":\"https://ci.example/keys\"}");

        var standard = read(BLOCK.with("trustedIssuers", Json.parse("[" + Json.text(issuer) + "]")));
        var untyped = issuer.with("acceptedTypHeaders", Json.parse("[\"\"]")).with("subjectClaim", "actor");
        var other = read(BLOCK.with("trustedIssuers", Json.parse("[" + Json.text(untyped) + "]")));

        assertThat(standard.trustedIssuers().getFirst().acceptedTypes()).containsExactly("at+jwt");
        assertThat(standard.trustedIssuers().getFirst().subjectClaim()).isEqualTo("sub");
        assertThat(other.trustedIssuers().getFirst().acceptedTypes()).containsExactly("");
        assertThat(other.trustedIssuers().getFirst().subjectClaim()).isEqualTo("actor");
    }

    @Test
    void nothing_secret_is_printed() {
        assertThat(read(BLOCK.with("registrationToken", "token-of-registration").with("encryptionKey", "the-key"))
                        .toString())
                .doesNotContain("secret=secret", "token-of-registration", "the-key");
    }
}
