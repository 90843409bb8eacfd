package io.muster.app.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.command.ServeOptions.OAuthFlags;
import io.muster.wire.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlagOverridesTest {
    private static final OAuthFlags NONE =
            new OAuthFlags(false, Optional.empty(), Optional.empty(), false, Optional.empty());

    @Test
    void flags_switch_on_and_replace() {
        var flags = new OAuthFlags(true, Optional.of("https://m"), Optional.of("id"), true, Optional.of("https://s"));
        var document = Json.parseObject("""
                {"namespace": "ai", "aggregator": {"port": 1, "oauth": {
                 "mcpClient": {"enabled": false, "publicUrl": "https://old", "callbackPath": "/c"},
                 "server": {"enabled": false, "provider": "dex"}}}}""");

        assertThat(FlagOverrides.over(document, flags)).isEqualTo(Json.parseObject("""
                {"namespace": "ai", "aggregator": {"port": 1, "oauth": {
                 "mcpClient": {"enabled": true, "publicUrl": "https://m", "callbackPath": "/c", "clientId": "id"},
                 "server": {"enabled": true, "provider": "dex", "baseUrl": "https://s"}}}}"""));
    }

    @Test
    void a_flag_that_is_not_there_switches_nothing_off() {
        var document = Json.parseObject("""
                {"aggregator": {"oauth": {"mcpClient": {"enabled": true}, "server": {"enabled": true}}}}""");

        assertThat(FlagOverrides.over(document, NONE)).isEqualTo(document);
        assertThat(FlagOverrides.over(Json.parseObject("{}"), NONE)).isEqualTo(Json.parseObject("{}"));
    }
}
