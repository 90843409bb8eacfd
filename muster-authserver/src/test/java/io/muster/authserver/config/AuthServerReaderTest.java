package io.muster.authserver.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.muster.authserver.config.AuthServerConfig.Consent;
import io.muster.authserver.config.AuthServerConfig.UserInfoCheck;
import io.muster.authserver.protocol.Network;
import io.muster.authserver.seal.SealingKey;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.YamlDocument;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 2.1; configuration specification, 3.5 to 3.7, 4 and 6. */
class AuthServerReaderTest {
    private static final String DEX = "\ndex: {issuerUrl: 'https://dex.example', clientId: muster, clientSecret: s}\n";
    private static final String KEY = "H4s8fZLkBWqxyPcgPV6aZMCbcv6B00VqC+eVjC9k0aM=";
    private static final String LEAST = "baseUrl: https://muster.example" + DEX;

    private static Decoded<AuthServerConfig> read(String yaml) {
        return Decoder.decode((JsonObject) YamlDocument.parse(yaml).value(), AuthServerConfig::read);
    }

    private static AuthServerConfig valid(String yaml) {
        return switch (read(yaml)) {
            case Decoded.Valid<AuthServerConfig>(var config, var _) -> config;
            case Decoded.Invalid<AuthServerConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String yaml) {
        return read(yaml) instanceof Decoded.Invalid<AuthServerConfig>(var problems)
                ? problems.stream().map(Problem::toString).toList()
                : List.of();
    }

    @Test
    void what_is_not_said_has_the_default_of_production() {
        var config = valid(LEAST);

        assertThat(config.locations().issuer()).isEqualTo("https://muster.example");
        assertThat(config.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(config.provider())
                .isEqualTo(new ProviderConfig.Dex(
                        "https://dex.example", "muster", new Secret("s"), Optional.empty(), false));
        assertThat(config.storage()).isEqualTo(new StorageConfig.File());
        assertThat(config.sealingKeys()).isEmpty();
        assertThat(config.registration())
                .isEqualTo(new RegistrationConfig(
                        Optional.empty(),
                        false,
                        List.of(),
                        List.of(),
                        true,
                        List.of(),
                        true,
                        new DocumentRules(List.of(), List.of(), Optional.empty())));
        assertThat(config.registration().isPossible()).isFalse();
        assertThat(config.sessions())
                .isEqualTo(new SessionConfig(
                        Duration.ofDays(30), Optional.empty(), Duration.ofSeconds(10), Optional.empty()));
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.trustedAudiences()).isEmpty();
        assertThat(config.trustedIssuers()).isEmpty();
        assertThat(config.trustedProxies()).isEmpty();
        assertThat(config.resource()).isEqualTo(new ResourceUri("https://muster.example"));
        assertThat(config.consent()).isEqualTo(Consent.UNTRUSTED);
        assertThat(config.acceptUpstreamAccessTokens()).isFalse();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.Off());
        assertThat(config.supportedScopes()).isEmpty();
        assertThat(config.introspectionClients()).isEmpty();
        assertThat(config.broker()).isEqualTo(BrokerConfig.NONE);
        assertThat(config.switches()).isEqualTo(new Switches(false, false, false, true, true));
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8090", "http://127.0.0.1:8090", "'http://[::1]:8090'"})
    void a_loopback_address_makes_trying_out_easy(String baseUrl) {
        var config = valid("baseUrl: '" + baseUrl + "'" + DEX);

        assertThat(config.profile()).isEqualTo(Profile.DEVELOPMENT);
        assertThat(config.consent()).isEqualTo(Consent.OFF);
        assertThat(config.acceptUpstreamAccessTokens()).isTrue();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.EveryRequest());
    }

    @Test
    void every_switch_of_a_profile_can_be_set() {
        var config = valid("baseUrl: http://localhost:8090" + DEX
                + "consent: {mode: always}\nacceptUpstreamAccessTokens: false\nuserinfoCacheTTL: 15s");

        assertThat(config.profile()).isEqualTo(Profile.DEVELOPMENT);
        assertThat(config.consent()).isEqualTo(Consent.ALWAYS);
        assertThat(config.acceptUpstreamAccessTokens()).isFalse();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.Cached(Duration.ofSeconds(15)));
    }

    @Test
    void everything_that_can_be_said_is_read() {
        var config = valid("""
                baseUrl: https://muster.example/
                provider: google
                google: {clientId: g, clientSecret: hidden}
                storage:
                  type: valkey
                  valkey: {url: 'valkey:6379', username: u, password: p, tlsEnabled: true, tlsServerName: v, keyPrefix: 'x:', db: 3}
                registrationToken: 1ZkX0Zs9GQ2nTq7w
                allowPublicClientRegistration: true
                encryptionKey: %s
                trustedPublicRegistrationSchemes: [cursor]
                trustedPublicRegistrationRedirectURIs: ['https://app.example/cb']
                enableCIMD: false
                allowPrivateIPCIMDHosts: [lab.internal]
                cimd: {allowedDomains: [good.example], deniedDomains: [bad.example], maxDocumentBytes: 5120}
                allowLocalhostRedirectURIs: false
                sessionDuration: 1h30m
                maxSessionLifetime: 24h
                rotationGrace: 0s
                sessionCorrelationKey: uV4c8LhRr3JbEy6m
                allowedOrigins: ' https://a.example ,, https://b.example,'
                trustedAudiences: [kube]
                trustedIssuers:
                - issuer: https://ci.example
                  jwksUrl: https://ci.example/keys
                  allowedAudiences: [muster]
                  allowedScopes: [openid]
                  allowedClaims: {repo: 'org/*'}
                  subjectClaim: email
                  allowPrivateIPJWKS: true
                  allowPrivateIPJWKSHosts: [ci.internal]
                  acceptedTypHeaders: ['']
                trustedProxyCIDRs: ['10.0.0.0/8', '2001:db8::/32']
                resourceIdentifier: https://resource.example/
                consent: {mode: always}
                acceptUpstreamAccessTokens: true
                userinfoCacheTTL: 15s
                supportedScopes: [openid, email]
                introspectionClients: [gateway]
                strictTokenExchangeErrors: true
                strictRegistration: true
                prmResourceMode: root
                idToken: omit
                errorWithoutCredentials: false
                """.formatted(KEY));

        assertThat(config.locations().issuer()).isEqualTo("https://muster.example");
        assertThat(config.provider()).isEqualTo(new ProviderConfig.Google("g", new Secret("hidden")));
        assertThat(config.storage())
                .isEqualTo(new StorageConfig.Valkey(
                        "valkey:6379",
                        Optional.of("u"),
                        Optional.of(new Secret("p")),
                        true,
                        Optional.of("v"),
                        "x:",
                        3));
        assertThat(config.sealingKeys()).containsExactly(SealingKey.decode(new Secret(KEY)));
        assertThat(config.registration())
                .isEqualTo(new RegistrationConfig(
                        Optional.of(new Secret("1ZkX0Zs9GQ2nTq7w")),
                        true,
                        List.of("cursor"),
                        List.of("https://app.example/cb"),
                        false,
                        List.of("lab.internal"),
                        false,
                        new DocumentRules(List.of("good.example"), List.of("bad.example"), Optional.of(5120))));
        assertThat(config.sessions())
                .isEqualTo(new SessionConfig(
                        Duration.ofMinutes(90),
                        Optional.of(Duration.ofHours(24)),
                        Duration.ZERO,
                        Optional.of(new Secret("uV4c8LhRr3JbEy6m"))));
        assertThat(config.allowedOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.trustedAudiences()).containsExactly("kube");
        assertThat(config.trustedIssuers())
                .containsExactly(new TrustedIssuerConfig(
                        "https://ci.example",
                        URI.create("https://ci.example/keys"),
                        List.of("muster"),
                        List.of("openid"),
                        Map.of("repo", "org/*"),
                        "email",
                        true,
                        List.of("ci.internal"),
                        List.of("")));
        assertThat(config.trustedProxies())
                .containsExactly(
                        Network.parse("10.0.0.0/8").orElseThrow(),
                        Network.parse("2001:db8::/32").orElseThrow());
        assertThat(config.resource()).isEqualTo(new ResourceUri("https://resource.example"));
        assertThat(config.consent()).isEqualTo(Consent.ALWAYS);
        assertThat(config.acceptUpstreamAccessTokens()).isTrue();
        assertThat(config.userInfoCheck()).isEqualTo(new UserInfoCheck.Cached(Duration.ofSeconds(15)));
        assertThat(config.supportedScopes()).contains(Scopes.of("openid", "email"));
        assertThat(config.introspectionClients()).containsExactly("gateway");
        assertThat(config.switches()).isEqualTo(new Switches(true, true, true, false, false));
    }

    @Test
    void a_trusted_issuer_signs_access_tokens_unless_said_otherwise() {
        var least = LEAST + "trustedIssuers: [{issuer: 'https://ci.example', jwksUrl: 'https://ci.example/keys'%s}]";

        var standard = valid(least.formatted("")).trustedIssuers().getFirst();
        var other = valid(least.formatted(", acceptedTypHeaders: [''], subjectClaim: actor"))
                .trustedIssuers()
                .getFirst();

        assertThat(standard.acceptedTypes()).containsExactly("at+jwt");
        assertThat(standard.subjectClaim()).isEqualTo("sub");
        assertThat(other.acceptedTypes()).containsExactly("");
        assertThat(other.subjectClaim()).isEqualTo("actor");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider: github                                        | provider: must be dex or google
            dex: {clientId: m, clientSecret: s}                     | dex.issuerUrl: is required
            dex: {issuerUrl: 'https://d', clientSecret: s}          | dex.clientId: is required
            dex: {issuerUrl: 'https://d', clientId: m}              | dex.clientSecret: is required, or clientSecretFile
            dex: {issuerUrl: 'https://d', clientId: m, clientSecret: s, connectorId: 'a b'} | dex.connectorId: must be
            google: {}\\nprovider: google                           | google.clientId: is required
            storage: {type: etcd}                                   | storage.type: must be file, memory or valkey
            storage: {type: valkey}                                 | storage.valkey.url: is required
            storage: {type: valkey, valkey: {url: valkey}}          | storage.valkey.url: must be host:port
            storage: {type: valkey, valkey: {url: 'v:1', db: -1}}   | storage.valkey.db: must be between
            sessionDuration: 30d                                    | sessionDuration: must be a duration such as 720h or 15m30s
            sessionDuration: -1h                                    | sessionDuration: must be a duration such as 720h or 15m30s
            sessionDuration: 0s                                     | sessionDuration: must be longer than nothing
            maxSessionLifetime: 0s                                  | maxSessionLifetime: must be longer than nothing
            rotationGrace: 5m                                       | rotationGrace: must not be longer than 2m
            rotationGrace: -1s                                      | rotationGrace: must be a duration
            userinfoCacheTTL: soon                                  | userinfoCacheTTL: must be a duration
            trustedProxyCIDRs: [10.0.0.0]                           | trustedProxyCIDRs: invalid CIDR "10.0.0.0"
            trustedProxyCIDRs: [10.0.0.0/99]                        | trustedProxyCIDRs: invalid CIDR "10.0.0.0/99"
            trustedIssuers: [{jwksUrl: 'https://ci/keys'}]          | trustedIssuers[0].issuer: is required
            trustedIssuers: [{issuer: 'https://ci'}]                | trustedIssuers[0].jwksUrl: is required
            consent: {mode: sometimes}                              | consent.mode: must be off, untrusted or always
            prmResourceMode: both                                   | prmResourceMode: must be root or path
            idToken: maybe                                          | idToken: must be send or omit
            strictRegistration: 1                                   | strictRegistration: must be true or false
            introspectionClients: ['']                              | introspectionClients: must not name
            cimd: {allowedDomains: ['https://good.example']}        | cimd.allowedDomains: "https://good.example" must be the name of a host
            cimd: {deniedDomains: ['*.bad.example']}                | cimd.deniedDomains: "*.bad.example" must be the name of a host
            cimd: {maxDocumentBytes: 2097152}                       | cimd.maxDocumentBytes: must be between 1024 and 1048576
            clientSecretFile: x\\nregistrationTokenFile: /nowhere   | registrationTokenFile: error resolving secret files: failed to read registration token from /nowhere
            encryptionKey: short                                    | encryptionKey: the encryption key must be 32 bytes
            encryptionKey: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | encryptionKey: the encryption key is weak
            trustedIssuers: [{issuer: 'https://ci', jwksUrl: 'http://ci/keys'}]  | trustedIssuers[0].jwksUrl: must be an https URL
            trustedIssuers: [{issuer: 'https://ci', jwksUrl: 'https:///keys'}]   | trustedIssuers[0].jwksUrl: must be an https URL
            trustedIssuers: [{issuer: a, jwksUrl: 'https://ci/k'}, {issuer: a, jwksUrl: 'https://ci/k'}] | trustedIssuers[1].issuer: is configured twice
            trustedIssuers: [{issuer: a, jwksUrl: 'https://ci/k', subjectClaim: ' '}]   | trustedIssuers[0].subjectClaim: must not be empty
            trustedIssuers: [{issuer: a, jwksUrl: 'https://ci/k', allowedClaims: {repo: '[z-a]'}}] | trustedIssuers[0].allowedClaims.repo: a range of a class runs backwards
            trustedPublicRegistrationSchemes: [cursor, javascript]  | trustedPublicRegistrationSchemes: "javascript" cannot be a scheme
            dex: {issuerUrl: 'http://d', clientId: m, clientSecret: s}          | dex.issuerUrl: must be an https URL
            dex: {issuerUrl: 'https://10.0.0.1', clientId: m, clientSecret: s}  | dex.issuerUrl: must be an https URL
            resourceIdentifier: muster                              | resourceIdentifier: must be an absolute https URL
            resourceIdentifier: http://muster.example               | resourceIdentifier: must be an absolute https URL
            resourceIdentifier: 'https://muster.example#x'          | resourceIdentifier: must be an absolute https URL
            sessionDuration: 10ns                                   | sessionDuration: must be longer than nothing, at least 1m
            sessionDuration: 59s                                    | sessionDuration: must be longer than nothing, at least 1m
            maxSessionLifetime: 59s                                 | maxSessionLifetime: must be longer than nothing, at least 1m
            userinfoCacheTTL: 10ns                                  | userinfoCacheTTL: must be 0s, which asks on every request, or at least 1s
            tokenExchangeBroker: {targets: {prod: {}}}              | tokenExchangeBroker target "prod" requires dexTokenEndpoint
            """)
    void what_is_wrong_is_said_with_its_key(String yaml, String problem) {
        var block = yaml.replace("\\n", "\n");
        var base = "baseUrl: https://muster.example\n";

        assertThat(problems(base + (block.contains("dex:") || block.contains("google") ? "" : DEX) + block))
                .anyMatch(text -> text.contains(problem));
    }

    @Test
    void all_that_is_wrong_is_said_at_once_before_anybody_is_asked() {
        assertThat(problems("""
                baseUrl: https://muster.example
                dex: {issuerUrl: 'http://dex.example', clientId: muster, clientSecret: s}
                encryptionKey: short
                resourceIdentifier: muster
                trustedPublicRegistrationSchemes: [javascript, cursor, 'https']
                trustedIssuers:
                - {issuer: 'https://ci.example', jwksUrl: 'http://ci.example/keys', allowedClaims: {a: '[z-a]', b: '['}}
                """))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "dex.issuerUrl",
                        "encryptionKey",
                        "resourceIdentifier",
                        "trustedPublicRegistrationSchemes",
                        "trustedPublicRegistrationSchemes",
                        "trustedIssuers[0].jwksUrl",
                        "trustedIssuers[0].allowedClaims.a",
                        "trustedIssuers[0].allowedClaims.b");
    }

    @Test
    void a_resource_on_this_machine_needs_no_tls() {
        assertThat(valid(LEAST + "resourceIdentifier: http://localhost:8090/mcp")
                        .resource())
                .isEqualTo(new ResourceUri("http://localhost:8090/mcp"));
    }

    @Test
    void a_weak_key_is_told_by_the_key_of_its_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("key"), "short");

        assertThat(problems(LEAST + "encryptionKeyFile: " + file))
                .singleElement(as(STRING))
                .startsWith("encryptionKeyFile: the encryption key must be 32 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "muster.example",
        "ftp://muster.example",
        "http://muster.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "ftp://localhost",
        "https://",
        "https:///mcp",
        "https://muster.example?x=1",
        "https://muster.example/?a=b",
        "'https://muster.example#x'",
        "'https://muster.example/#a'",
        "https://alice@muster.example",
        "'https://a b'"
    })
    void a_base_url_has_to_be_one_that_can_protect(String baseUrl) {
        assertThat(problems("baseUrl: '" + baseUrl + "'" + DEX)).anyMatch(text -> text.startsWith("baseUrl: "));
    }

    @ParameterizedTest
    @CsvSource({
        "https://muster.example/, https://muster.example",
        "https://muster.example/team//, https://muster.example/team",
        "https://muster.example:8443, https://muster.example:8443"
    })
    void the_issuer_has_no_trailing_slash(String baseUrl, String issuer) {
        assertThat(valid("baseUrl: " + baseUrl + DEX).locations().issuer()).isEqualTo(issuer);
    }

    @Test
    void a_base_url_is_needed() {
        assertThat(problems(DEX)).contains("baseUrl: is required");
    }

    @Test
    void a_secret_that_is_written_wins_over_its_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("token"), "\n from-file-1ZkX0Zs9 \n");

        assertThat(valid(LEAST + "registrationTokenFile: " + file)
                        .registration()
                        .token())
                .contains(new Secret("from-file-1ZkX0Zs9"));
        assertThat(valid(LEAST + "registrationToken: written-GQ2nTq7w\nregistrationTokenFile: /nowhere")
                        .registration()
                        .token())
                .contains(new Secret("written-GQ2nTq7w"));
        assertThat(valid(LEAST.replace("clientSecret: s", "clientSecretFile: '" + file + "'"))
                        .provider()
                        .clientSecret())
                .isEqualTo(new Secret("from-file-1ZkX0Zs9"));
        assertThat(valid(LEAST.replace("clientSecret: s", "clientSecret: s, clientSecretFile: '" + file + "'"))
                        .provider()
                        .clientSecret())
                .isEqualTo(new Secret("s"));
    }

    @Test
    void no_secret_is_printed() {
        var config = valid(LEAST.replace("clientSecret: s", "clientSecret: the-secret")
                + "registrationToken: the-token-1ZkX0Zs9\nencryptionKey: " + KEY);

        assertThat(config.toString()).doesNotContain("the-secret", "the-token", KEY);
    }

    @Test
    void no_secret_is_ever_in_a_problem() {
        assertThat(problems("baseUrl: nonsense\ndex: {clientSecret: s3cret}\nencryptionKey: s3cret")
                        .toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            s3cr3t                                   | must be at least 16 random characters
            changeme                                 | must be at least 16 random characters
            change-me-change-me-change-me            | must be at least 16 random characters
            my-secret-registration-token             | must be at least 16 random characters
            REPLACE_ME_WITH_TOKEN                    | must be at least 16 random characters
            a1b2c3d4a1b2c3d4a1b2c3d4                 | is weak: it must be random
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa         | is weak: it must be random
            00112233445566778899aabbccddeeff         | is weak: it must be random
            abcdefghijklmnopqrstuvwxyz               | is weak: it must be random
            12345678901234567890                     | is weak: it must be random
            """)
    void default_secrets_cve_2026_53709_a_token_that_anybody_guesses_is_refused(String token, String problem) {
        for (var key : List.of("registrationToken", "sessionCorrelationKey")) {
            assertThat(problems(LEAST + key + ": '" + token + "'"))
                    .singleElement(as(STRING))
                    .startsWith(key + ": " + problem)
                    .doesNotContain(token);
        }
    }

    @Test
    void a_weak_token_is_told_by_the_key_of_its_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("token"), "hunter2\n");

        assertThat(problems(LEAST + "registrationTokenFile: " + file))
                .singleElement(as(STRING))
                .startsWith("registrationTokenFile: must be at least 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9f3c1a77d0e24b86", "muster-registration-8sK2hQ9wPz4L", "zq9-_XbT4mR7wK1vN0cYhA"})
    void a_random_token_is_welcome(String token) {
        assertThat(valid(LEAST + "registrationToken: " + token).registration().token())
                .contains(new Secret(token));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            valkey | ""                                                  | warning
            valkey | "allowUnencryptedStorage: false"                    | error
            valkey | "allowUnencryptedStorage: true"                     | ""
            valkey | "allowUnencryptedStorage: false\nencryptionKey: @" | ""
            valkey | "encryptionKey: @"                                | ""
            file   | "allowUnencryptedStorage: false"                    | ""
            """)
    void who_has_no_key_for_valkey_is_warned_or_refused(String storage, String block, String outcome) {
        var decoded = read(LEAST + "storage: {type: " + storage + ", valkey: {url: 'valkey:6379'}}\n"
                + block.replace("\\n", "\n").replace("@", KEY));

        switch (decoded) {
            case Decoded.Valid<AuthServerConfig>(var _, var warnings) ->
                assertThat(warnings.isEmpty() ? "" : "warning").isEqualTo(outcome);
            case Decoded.Invalid<AuthServerConfig>(var problems) -> {
                assertThat(outcome).isEqualTo("error");
                assertThat(problems)
                        .singleElement()
                        .hasToString("encryptionKey: is required for Valkey while allowUnencryptedStorage is false");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://muster.example | allowPublicClientRegistration: true | allowPublicClientRegistration: lets anybody
            http://localhost:8090  | allowPublicClientRegistration: true | allowPublicClientRegistration: lets anybody
            https://muster.example | allowedOrigins: 'https://a, *'      | allowedOrigins: lets pages of all origins
            https://muster.example | acceptUpstreamAccessTokens: true    | acceptUpstreamAccessTokens: lets every client
            http://localhost:8090  | acceptUpstreamAccessTokens: true    | ''
            https://muster.example | dex: {issuerUrl: 'https://d', clientId: m, clientSecret: s, allowPrivateIPOIDC: true} | dex.allowPrivateIPOIDC: lets the name
            https://muster.example | supportedScopes: [openid]           | ''
            """)
    void what_opens_doors_is_warned_of(String baseUrl, String block, String warning) {
        var decoded = read("baseUrl: " + baseUrl + (block.startsWith("dex") ? "\n" : DEX) + block);

        var warnings = decoded instanceof Decoded.Valid<AuthServerConfig>(var _, var told)
                ? told.stream().map(Problem::toString).toList()
                : List.of("not valid");
        assertThat(warnings).hasSize(warning.isEmpty() ? 0 : 1).allMatch(text -> text.startsWith(warning));
    }

    @Test
    void an_empty_secret_file_is_no_secret(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("token"), " \n");

        assertThat(problems(LEAST + "registrationTokenFile: " + file))
                .singleElement(as(STRING))
                .startsWith("registrationTokenFile: error resolving secret files")
                .endsWith("it is empty");
    }
}
