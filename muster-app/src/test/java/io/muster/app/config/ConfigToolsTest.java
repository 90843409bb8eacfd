package io.muster.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.tool.ToolProvider.ToolFailure;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigToolsTest {
    private static final String WITH_SECRETS = """
            # mine
            namespace: ai
            aggregator:
              port: 9000 # the old one
              oauth:
                server:
                  registrationToken: s3cret-x7Qm2vKp9
                  encryptionKey: s3cretKx8fLmQ7vB2nWz4RtY9pHcD1jUgEaOiS5w6Xk=
                  dex: {clientSecret: s3cret-dex}
                  google: {clientSecret: s3cret-google}
                  storage: {valkey: {password: s3cret-valkey}}
                  tokenExchangeBroker: {brokerClients: {portal: {clientSecret: s3cret-portal}}}
                mcpClient:
                  clients: {github: {issuer: https://github.com/login/oauth, clientId: me, clientSecret: s3cret-github}}
            """;

    @TempDir
    Path directory;

    private ConfigTools tools;

    @BeforeEach
    void start() throws IOException {
        write(WITH_SECRETS);
        restart();
    }

    @Test
    void five_tools_are_offered() {
        assertThat(tools.tools(Caller.UNPROTECTED))
                .extracting(tool -> tool.name())
                .containsExactly(
                        "core_config_get",
                        "core_config_get_aggregator",
                        "core_config_update_aggregator",
                        "core_config_save",
                        "core_config_reload");
    }

    @Test
    void the_configuration_is_shown_with_all_keys_in_the_form_of_the_reference() throws Exception {
        Files.delete(directory.resolve("config.yaml"));
        restart();

        assertThat(ok("core_config_get", "{}"))
                .isEqualTo("{\"Aggregator\":{\"Port\":8090,\"Host\":\"localhost\",\"Transport\":\"streamable-http\","
                        + "\"MusterPrefix\":\"\",\"OAuth\":{\"MCPClient\":{\"Enabled\":false,\"PublicURL\":\"\","
                        + "\"ClientID\":\"\",\"Clients\":null,\"CallbackPath\":\"/oauth/proxy/callback\","
                        + "\"CIMD\":{\"Path\":\"/.well-known/oauth-client.json\",\"Scopes\":\"\"},"
                        + "\"PostLoginRedirectAllowlist\":null,\"StartConfirmation\":\"off\","
                        + "\"ShareTokensByIssuer\":true},\"Server\":{\"Enabled\":false,\"BaseURL\":\"\","
                        + "\"Provider\":\"dex\",\"Dex\":{\"IssuerURL\":\"\",\"ClientID\":\"\",\"ClientSecret\":\"\","
                        + "\"ClientSecretFile\":\"\",\"ConnectorID\":\"\",\"AllowPrivateIPOIDC\":false},"
                        + "\"Google\":{\"ClientID\":\"\",\"ClientSecret\":\"\",\"ClientSecretFile\":\"\"},"
                        + "\"Storage\":{\"Type\":\"\",\"Valkey\":{\"URL\":\"\",\"Username\":\"\",\"Password\":\"\",\"PasswordFile\":\"\","
                        + "\"TLSEnabled\":false,\"TLSServerName\":\"\",\"KeyPrefix\":\"\",\"DB\":0}},"
                        + "\"RegistrationToken\":\"\",\"RegistrationTokenFile\":\"\","
                        + "\"AllowPublicClientRegistration\":false,\"EncryptionKey\":\"\",\"EncryptionKeyFile\":\"\","
                        + "\"AllowUnencryptedStorage\":null,"
                        + "\"TrustedPublicRegistrationSchemes\":null,"
                        + "\"TrustedPublicRegistrationRedirectURIs\":null,\"EnableCIMD\":true,\"AllowPrivateIPCIMDHosts\":null,"
                        + "\"AllowLocalhostRedirectURIs\":true,\"SessionDuration\":\"\",\"AllowedOrigins\":\"\","
                        + "\"TrustedAudiences\":null,\"TrustedIssuers\":null,\"TrustedProxyCIDRs\":null,"
                        + "\"ResourceIdentifier\":\"\",\"Consent\":{\"Mode\":\"\"},\"AcceptUpstreamAccessTokens\":null,"
                        + "\"UserinfoCacheTTL\":\"\",\"TokenExchangeBroker\":null,"
                        + "\"CIMD\":{\"AllowedDomains\":null,\"DeniedDomains\":null,"
                        + "\"MaxDocumentBytes\":65536},\"MaxSessionLifetime\":\"\",\"RotationGrace\":\"\","
                        + "\"SessionCorrelationKey\":\"\",\"SessionCorrelationKeyFile\":\"\","
                        + "\"SupportedScopes\":null,\"IntrospectionClients\":null,"
                        + "\"StrictTokenExchangeErrors\":false,\"StrictRegistration\":false,"
                        + "\"PrmResourceMode\":\"\",\"IdToken\":\"\",\"ErrorWithoutCredentials\":true}},"
                        + "\"Admin\":{\"Enabled\":false,\"Port\":0,\"BindAddress\":\"\"},\"DirectEndpoints\":null},"
                        + "\"Namespace\":\"\",\"Kubernetes\":false}");
    }

    @Test
    void the_aggregator_is_shown_alone() {
        var shown = Json.parseObject(ok("core_config_get_aggregator", "{}"));

        assertThat(shown.integer("Port")).hasValue(9000);
        assertThat(shown.has("Namespace")).isFalse();
    }

    @Test
    void no_secret_is_shown() {
        for (var tool : new String[] {"core_config_get", "core_config_get_aggregator"}) {
            assertThat(ok(tool, "{}"))
                    .doesNotContain("s3cret")
                    .contains("\"RegistrationToken\":\"***\"", "\"EncryptionKey\":\"***\"", "\"Password\":\"***\"");
        }
    }

    @Test
    void an_update_merges_into_the_file_and_says_that_a_restart_is_needed() throws Exception {
        var text =
                ok("core_config_update_aggregator", "{\"aggregator\":{\"Host\":\"127.0.0.1\",\"musterprefix\":\"m\"}}");

        assertThat(text)
                .startsWith("Successfully updated aggregator configuration")
                .contains("Restart required");
        var config = new ConfigFile(directory).load().config();
        assertThat(config.aggregator().host()).isEqualTo("127.0.0.1");
        assertThat(config.aggregator().musterPrefix()).isEqualTo("m");
        assertThat(config.aggregator().port()).isEqualTo(9000);
        assertThat(config.namespace()).isEqualTo("ai");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("config.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void what_the_tools_show_can_be_sent_back_without_losing_a_secret() throws Exception {
        var shown = ok("core_config_get_aggregator", "{}");

        ok("core_config_update_aggregator", "{\"aggregator\":" + shown + "}");

        assertThat(read())
                .contains(
                        "s3cret-x7Qm2vKp9",
                        "s3cretKx8fLmQ7vB2nWz4RtY9pHcD1jUgEaOiS5w6Xk=",
                        "s3cret-dex",
                        "s3cret-google",
                        "s3cret-valkey",
                        "s3cret-portal")
                .doesNotContain("***");
    }

    @Test
    void comments_and_order_survive_an_update() throws Exception {
        ok("core_config_update_aggregator", "{\"aggregator\":{\"Host\":\"127.0.0.1\"}}");

        assertThat(read()).startsWith("# mine\nnamespace: ai\naggregator:\n  port: 9000 # the old one\n");
    }

    @Test
    void null_sets_a_key_back_to_its_default() {
        ok("core_config_update_aggregator", "{\"aggregator\":{\"Port\":null}}");

        assertThat(new ConfigFile(directory).load().config().aggregator().port())
                .isEqualTo(8090);
    }

    @Test
    void an_edit_by_hand_survives_an_update() throws Exception {
        write("namespace: by-hand\n");

        ok("core_config_update_aggregator", "{\"aggregator\":{\"Port\":9001}}");

        assertThat(new ConfigFile(directory).load().config().namespace()).isEqualTo("by-hand");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                           | aggregator is required",
                "{\"aggregator\":\"x\"}                       | aggregator is required",
                "{\"aggregator\":{\"Port\":\"high\"}}         | Failed to parse aggregator config: port: must be a whole number",
                "{\"aggregator\":{\"Port\":99999}}            | Failed to parse aggregator config: port: must be between 0 and 65535",
                "{\"aggregator\":{\"Prot\":1}}                | Failed to parse aggregator config: unknown key 'Prot', did you mean 'port'?",
                "{\"aggregator\":{\"OAuth\":5}}               | Failed to parse aggregator config: oauth: must be an object",
                "{\"aggregator\":{\"OAuth\":{\"Server\":{\"Enabled\":true}}}} | Failed to update aggregator config: "
                        + "aggregator.oauth.server.baseUrl: is required; aggregator.oauth.server.dex.issuerUrl: is "
                        + "required; aggregator.oauth.server.dex.clientId: is required"
            })
    void a_wrong_update_changes_nothing(String arguments, String message) throws Exception {
        var result = call("core_config_update_aggregator", arguments);

        assertThat(result.isError()).isTrue();
        assertThat(textOf(result)).isEqualTo(message);
        assertThat(read()).isEqualTo(WITH_SECRETS);
    }

    @Test
    void a_broken_file_is_not_overwritten_by_an_update() throws Exception {
        write("aggregator: [\n");

        var result = call("core_config_update_aggregator", "{\"aggregator\":{\"Port\":1}}");

        assertThat(textOf(result)).startsWith("Failed to update aggregator config: ");
        assertThat(read()).isEqualTo("aggregator: [\n");
    }

    @Test
    void saving_what_was_loaded_leaves_the_text_alone_and_makes_it_private() throws Exception {
        assertThat(ok("core_config_save", "{}")).isEqualTo("Configuration saved successfully");

        assertThat(read()).isEqualTo(WITH_SECRETS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("config.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saving_never_overwrites_an_edit_by_hand() throws Exception {
        write("namespace: by-hand\n");

        assertThatThrownBy(() -> call("core_config_save", "{}"))
                .isInstanceOf(ToolFailure.class)
                .hasMessageStartingWith("failed to write config file: ")
                .hasMessageContaining("core_config_reload");
        assertThat(read()).isEqualTo("namespace: by-hand\n");
    }

    @Test
    void saving_without_a_file_writes_a_first_one_into_the_directory_in_use() throws Exception {
        Files.delete(directory.resolve("config.yaml"));
        restart();

        ok("core_config_save", "{}");

        assertThat(new ConfigFile(directory).load().config()).isEqualTo(MusterConfig.defaults());
        assertThat(read()).contains("8090");
    }

    @Test
    void reloading_reads_the_real_file_and_says_when_a_restart_is_needed() throws Exception {
        assertThat(ok("core_config_reload", "{}")).isEqualTo("Configuration reloaded successfully");

        write("namespace: other\n");

        assertThat(ok("core_config_reload", "{}"))
                .startsWith("Configuration reloaded successfully")
                .contains("Restart required");
        assertThat(ok("core_config_get", "{}")).contains("\"Namespace\":\"other\"");
    }

    @Test
    void a_broken_file_fails_the_reload_and_keeps_what_was_there() throws Exception {
        write("aggregator: {port: x}\n");

        assertThatThrownBy(() -> call("core_config_reload", "{}"))
                .isInstanceOf(ToolFailure.class)
                .hasMessageStartingWith("failed to reload configuration: ")
                .hasMessageContaining("aggregator.port");
        assertThat(ok("core_config_get", "{}")).contains("\"Port\":9000");
    }

    @Test
    void another_tool_is_not_found() {
        assertThatThrownBy(() -> call("core_config_x", "{}"))
                .isInstanceOf(ToolFailure.class)
                .hasMessage("tool 'core_config_x' not found");
    }

    private void restart() {
        var file = new ConfigFile(directory);
        tools = new ConfigTools(file, file.load());
    }

    private String ok(String tool, String arguments) {
        var result = call(tool, arguments);
        assertThat(result.isError()).as(textOf(result)).isFalse();
        return textOf(result);
    }

    private CallToolResult call(String tool, String arguments) {
        try {
            return tools.call(tool, Json.parseObject(arguments), Caller.UNPROTECTED, ReplyChannel.NONE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String textOf(CallToolResult result) {
        return ((JsonObject) result.content().getFirst()).text("text", "");
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("config.yaml"), text);
    }

    private String read() throws IOException {
        return Files.readString(directory.resolve("config.yaml"));
    }

    @Test
    void a_block_under_its_old_name_is_shown_and_changed_like_any_other() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), """
                aggregator:
                  port: 9000 # ours
                  oauthServer: {baseUrl: 'https://muster.example', sessionDuration: 1h}
                """);
        restart();

        ok("core_config_update_aggregator", "{\"aggregator\":{\"Host\":\"127.0.0.1\"}}");
        assertThat(read()).contains("port: 9000 # ours", "oauthServer: {baseUrl:");
        ok("core_config_update_aggregator", "{\"aggregator\":{\"OAuth\":{\"Server\":{\"SessionDuration\":null}}}}");

        assertThat(ok("core_config_get", "{}"))
                .contains("\"BaseURL\":\"https://muster.example\"", "\"SessionDuration\":\"\"");
        assertThat(read()).doesNotContain("oauthServer").contains("port: 9000 # ours");
    }
}
