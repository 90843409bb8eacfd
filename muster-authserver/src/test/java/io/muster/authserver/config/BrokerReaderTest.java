package io.muster.authserver.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.config.BrokerConfig.Credentials;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oauth-server specification, 23.4; configuration specification, 3.7. */
class BrokerReaderTest {
    private static Decoded<BrokerConfig> read(String yaml) {
        return read(yaml, true);
    }

    private static Decoded<BrokerConfig> read(String yaml, boolean trusting) {
        return Decoder.decode(
                (JsonObject) YamlDocument.parse(yaml).value(), fields -> new BrokerReader(fields).read(trusting));
    }

    private static BrokerConfig valid(String yaml) {
        return ((Decoded.Valid<BrokerConfig>) read(yaml)).value();
    }

    @Test
    void everything_that_can_be_said_is_read() {
        var broker = valid("""
                clientAudiences: {portal: [prod]}
                brokerClients:
                  portal: {clientSecret: hidden, scopes: [openid, groups]}
                targets:
                  prod:
                    dexTokenEndpoint: https://proxy.example/dex/token
                    expectedIssuer: https://dex.prod.example
                    connectorId: muster
                    scopes: openid groups
                    clientId: muster
                    clientSecret: hidden
                allowPrivateIP: true
                """);

        assertThat(broker.isActive()).isTrue();
        assertThat(broker.clientAudiences()).isEqualTo(Map.of("portal", List.of("prod")));
        assertThat(broker.clients())
                .containsEntry(
                        "portal",
                        new BrokerConfig.Client(
                                new Credentials.Written("portal", new Secret("hidden")),
                                Scopes.of("openid", "groups")));
        assertThat(broker.targets())
                .containsEntry(
                        "prod",
                        new BrokerConfig.Target(
                                URI.create("https://proxy.example/dex/token"),
                                "https://dex.prod.example",
                                Optional.of("muster"),
                                Scopes.of("openid", "groups"),
                                new Credentials.Written("muster", new Secret("hidden"))));
        assertThat(broker.allowPrivateAddresses()).isTrue();
    }

    @Test
    void what_is_not_said_has_a_default() {
        var broker = valid("targets: {prod: {dexTokenEndpoint: 'https://dex.example/token'}}");

        assertThat(broker.targets())
                .containsEntry(
                        "prod",
                        new BrokerConfig.Target(
                                URI.create("https://dex.example/token"),
                                "https://dex.example",
                                Optional.empty(),
                                Scopes.of("openid", "profile", "email", "groups"),
                                new Credentials.Absent()));
        assertThat(valid("{}")).isEqualTo(BrokerConfig.NONE);
        assertThat(BrokerConfig.NONE.isActive()).isFalse();
    }

    @Test
    void a_kubernetes_secret_is_named_with_its_usual_keys_and_warned_about() {
        var decoded = (Decoded.Valid<BrokerConfig>)
                read("brokerClients: {portal: {clientCredentialsSecretRef: {name: portal-client}}}");

        assertThat(decoded.value().clients())
                .containsEntry(
                        "portal",
                        new BrokerConfig.Client(
                                new Credentials.Referenced(
                                        "portal-client", Optional.empty(), "client-id", "client-secret"),
                                Scopes.NONE));
        assertThat(decoded.warnings().toString()).contains("clientSecretFile");
    }

    @Test
    void a_secret_may_be_in_a_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("secret"), " hidden\n");

        var broker = valid("brokerClients: {portal: {clientSecretFile: '" + file + "'}}");

        assertThat(broker.clients())
                .containsEntry(
                        "portal",
                        new BrokerConfig.Client(new Credentials.Written("portal", new Secret("hidden")), Scopes.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            targets: {prod: {}}                                                      | targets.prod: tokenExchangeBroker target "prod" requires dexTokenEndpoint (downstream Dex token endpoint)
            targets: {prod: {dexTokenEndpoint: 'http://dex.example/token'}}          | targets.prod.dexTokenEndpoint: must be an https URL
            targets: {prod: {dexTokenEndpoint: 'https://u:p@dex.example/token'}}     | targets.prod.dexTokenEndpoint: must be an https URL
            targets: {prod: {dexTokenEndpoint: 'https:///token'}}                    | targets.prod.dexTokenEndpoint: must be an https URL
            targets: {prod: {dexTokenEndpoint: 'https://a b/'}}                      | targets.prod.dexTokenEndpoint: must be an https URL
            targets: {prod: {dexTokenEndpoint: 'https://d.example/t', clientId: a}}  | targets.prod.clientId: and clientSecret belong together
            targets: {prod: 7}                                                       | targets.prod: must be an object
            clientAudiences: {portal: prod}                                          | clientAudiences.portal: must be a list of strings
            brokerClients: {portal: {clientCredentialsSecretRef: {}}}                | brokerClients.portal.clientCredentialsSecretRef.name: is required
            allowPrivateIP: perhaps                                                  | allowPrivateIP: must be true or false
            """)
    void what_is_wrong_is_said_with_its_place(String yaml, String problem) {
        assertThat(problems(read(yaml))).anyMatch(text -> text.contains(problem));
    }

    @Test
    void without_anybody_whose_tokens_could_be_exchanged_it_cannot_work() {
        var decoded = read("targets: {prod: {dexTokenEndpoint: 'https://dex.example/token'}}", false);

        assertThat(problems(decoded))
                .anyMatch(text -> text.contains(
                        "tokenExchangeBroker requires at least one trustedIssuers entry to validate subject tokens"));
    }

    @Test
    void an_audience_that_nobody_serves_is_warned_about() {
        var decoded = (Decoded.Valid<BrokerConfig>) read("clientAudiences: {portal: [prod]}");

        assertThat(decoded.warnings().toString()).contains("there is no target for \"prod\"");
    }

    private static List<String> problems(Decoded<BrokerConfig> decoded) {
        return decoded instanceof Decoded.Invalid<BrokerConfig>(var problems)
                ? problems.stream().map(Problem::toString).toList()
                : List.of();
    }
}
