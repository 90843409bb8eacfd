package io.muster.gateway.auth;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthToolsTest {
    private final FakeGateway gateway = new FakeGateway();

    AuthToolsTest() {
        var exchange = new Access.PerSession(Json.parseObject("{\"tokenExchange\":{\"enabled\":true}}"));
        gateway.backends.connect(server("up"), everything());
        gateway.backends.become(server("down"), ServiceState.FAILED);
        gateway.backends.become(server("locked"), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(server("sso", BackendSpec.Naming.DEFAULT, exchange), ServiceState.AUTH_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "core_auth_login  | {}                      | true  | Error: 'server' argument is required and must be a string",
                "core_auth_login  | {\"server\":7}          | true  | Error: 'server' argument is required and must be a string",
                "core_auth_login  | {\"server\":\"no\"}     | true  | Server 'no' not found. Use list_tools to see available servers.",
                "core_auth_login  | {\"server\":\"up\"}     | false | Server 'up' is already authenticated and connected.",
                "core_auth_login  | {\"server\":\"down\"}   | false | Server 'down' does not require authentication.",
                "core_auth_login  | {\"server\":\"locked\"} | true  | OAuth is not configured. Server 'locked' requires authentication but OAuth proxy is not enabled.",
                "core_auth_logout | {}                      | true  | Error: 'server' argument is required and must be a string",
                "core_auth_logout | {\"server\":\"no\"}     | true  | Server 'no' not found.",
                "core_auth_logout | {\"server\":\"sso\"}    | true  | Server 'sso' uses SSO and is managed automatically.",
                "core_auth_logout | {\"server\":\"locked\"} | false | Successfully logged out from 'locked'."
            })
    void the_first_condition_that_holds_decides(String tool, String arguments, boolean isError, String text) {
        var result = new AuthTools(gateway.servers)
                .call(tool, Json.parseObject(arguments), Caller.UNPROTECTED, ReplyChannel.NONE);

        assertThat(result.isError()).isEqualTo(isError);
        assertThat(text(result)).startsWith(text);
    }
}
