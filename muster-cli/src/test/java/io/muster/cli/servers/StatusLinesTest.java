package io.muster.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusLinesTest {
    private static final StatusLines PLAIN = new StatusLines(false);

    private static SessionStatus status(String... servers) {
        return new SessionStatus(
                Arrays.stream(servers).map(StatusLinesTest::server).toList());
    }

    private static BackendStatus server(String json) {
        return new BackendStatus(Json.parseObject(json.replace('\'', '"')));
    }

    @Test
    void all_servers_are_shown_by_name_and_the_unreachable_ones_are_counted() {
        var status = status(
                "{'name':'wiki','status':'connected','token_exchange_enabled':true}",
                "{'name':'files','status':'connected'}",
                "{'name':'dark','status':'unreachable'}",
                "{'name':'github','status':'auth_required','auth_tool':'core_auth_login'}",
                "{'name':'chat','status':'sso_pending','token_forwarding_enabled':true}");

        assertThat(PLAIN.all(status))
                .containsExactly(
                        "MCP Servers",
                        "  (1 pending authentication)",
                        "  (1 SSO in progress)",
                        "  chat                 SSO Pending [SSO: Forwarded]",
                        "  files                Connected",
                        "  github               Not authenticated                   Run: muster auth login --server github",
                        "  wiki                 Connected [SSO: Exchanged]",
                        "",
                        "  (1 unreachable - not shown)");
    }

    @Test
    void where_there_are_no_servers_nothing_is_shown() {
        assertThat(PLAIN.all(status())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'status':'connected' | Connected",
                "'status':'connected','token_forwarding_enabled':true | Connected [SSO: Forwarded]",
                "'status':'connected','token_forwarding_enabled':true,'sso_attempt_failed':true | Connected [SSO: Forwarded]",
                "'status':'auth_required','token_forwarding_enabled':true | Not authenticated [SSO: Forwarded]",
                "'status':'auth_required','token_exchange_enabled':true,'sso_attempt_failed':true | Not authenticated [SSO: Failed]  SSO failed - check server configuration",
                "'status':'reauth_required','token_exchange_enabled':true,'auth_tool':'core_auth_login' | Re-authentication required [SSO: Exchanged]  Run: muster auth login",
                "'status':'reauth_required','auth_tool':'core_auth_login' | Re-authentication required  Run: muster auth login --server a",
                "'status':'disconnected' | Disconnected",
                "'status':'error' | Error",
                "'status':'failed' | Failed",
                "'status':'strange' | strange",
                "'status':'connected','reason':'metadata not confirmed by its issuer' | Connected  (issuer not confirmed)",
            })
    void each_state_has_its_words(String members, String expected) {
        assertThat(PLAIN.all(status("{'name':'a'," + members + "}")).getLast())
                .isEqualTo("  a                    " + expected);
    }

    @Test
    void one_server_is_shown_with_what_to_do() {
        var waiting = server("{'name':'github','status':'auth_required','auth_tool':'core_auth_login',"
                + "'issuer':'https://github.com/login/oauth','error':'the token was\\nrefused'}");

        assertThat(PLAIN.one(waiting))
                .containsExactly(
                        "MCP Server: github",
                        "  Status:    Not authenticated",
                        "  Issuer:    https://github.com/login/oauth",
                        "  Error:     the token was refused",
                        "  Action:    Run: muster auth login --server github");
        assertThat(PLAIN.one(server("{'name':'wiki','status':'connected','token_exchange_enabled':true}")))
                .containsExactly("MCP Server: wiki", "  Status:    Connected", "  SSO:       Exchanged");
    }

    @Test
    void what_servers_are_called_does_not_command_the_terminal() {
        var shown =
                PLAIN.all(status("{'name':'a\\u001b[2Jb','status':'x\\u0007'}")).getLast();

        assertThat(shown).doesNotContain("\u001b", "\u0007");
        assertThat(new StatusLines(true)
                        .all(status("{'name':'a','status':'connected'}"))
                        .getLast())
                .contains("\u001b[32mConnected\u001b[0m");
    }
}
