package io.muster.authserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.jose.KeySet;
import io.muster.testkit.FakeSites;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException.Kind;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientKeysTest {
    private final ManualTime time = new ManualTime();
    private final FakeSites open = new FakeSites();
    private final FakeSites lab = new FakeSites();
    private final ClientKeys keys = new ClientKeys(
            new MetadataSettings(true, Set.of(), Set.of(), Set.of("lab.example"), 64 << 10, "muster/1"),
            new GuardedWeb(open, lab),
            time);

    private RegisteredClient client(String link) {
        return new RegisteredClient(
                new ClientId("client"),
                Optional.empty(),
                RegisteredClient.Origin.OPEN,
                JsonObject.of("jwks_uri", link),
                time.instant(),
                Optional.empty());
    }

    /** Whoever registers a client has the server fetch a URL of his choice. */
    @Test
    void ssrf_cve_2026_4874_keys_are_fetched_from_the_public_web_alone() throws InterruptedException {
        open.fail("https://169.254.169.254/keys", Kind.FORBIDDEN);

        assertThatThrownBy(() -> keys.of(client("https://169.254.169.254/keys")).current())
                .isInstanceOf(KeySet.Unreachable.class);
        assertThat(lab.requests()).isEmpty();
    }

    @Test
    void a_host_of_the_lab_may_be_private() throws InterruptedException {
        lab.serve("https://lab.example/keys", FakeSites.Answer.json("{\"keys\":[]}"));

        assertThat(keys.of(client("https://lab.example/keys")).current().isEmpty())
                .isTrue();
        assertThat(open.requests()).isEmpty();
    }
}
