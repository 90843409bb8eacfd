package io.muster.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.discovery.DiscoveryResult.Unresolved;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoreUnavailable;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedFindingsTest {
    private static final String SERVER = "https://mcp.example/mcp";
    private static final String AS = "https://as.example";
    private static final String AS_METADATA = AS + "/.well-known/oauth-authorization-server";

    private final FakeWeb web = new FakeWeb()
            .challenge(SERVER, "Bearer resource_metadata=\"https://mcp.example/meta\", scope=\"read write\"")
            .page("https://mcp.example/meta", FakeWeb.resource(SERVER, AS))
            .page(AS_METADATA, FakeWeb.metadata(AS));
    private final HashStore store = new MemoryHashStore(web.time);
    private final Discovery one = new Discovery(web.web, store, web.time);
    private final Discovery other = new Discovery(web.web, store, web.time);

    @Test
    void what_one_process_has_found_the_others_know_whole() throws InterruptedException {
        var found = one.discover(FakeWeb.target(SERVER));

        assertThat(found).isInstanceOf(Resolved.class);
        var asked = web.internet.requests().size();
        assertThat(other.discover(FakeWeb.target(SERVER))).isEqualTo(found);
        assertThat(web.internet.requests()).hasSize(asked);
    }

    @Test
    void the_word_of_an_operator_is_kept_with_it() throws InterruptedException {
        var pinned = new Target(
                "server",
                URI.create(SERVER),
                Optional.of(new Target.Pin(new Issuer(AS), Scopes.of("tools"))),
                List.of());
        var found = one.discover(pinned);

        assertThat(other.discover(pinned)).isEqualTo(found);
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(1);
        other.discover(FakeWeb.target(SERVER));
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void it_is_as_old_as_it_was_where_it_was_found() throws InterruptedException {
        one.discover(FakeWeb.target(SERVER));
        web.time.advance(Duration.ofMinutes(20));
        other.discover(FakeWeb.target(SERVER));

        web.time.advance(Duration.ofMinutes(11));
        other.discover(FakeWeb.target(SERVER));

        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void a_challenge_that_was_not_seen_then_is_followed() throws InterruptedException {
        one.discover(FakeWeb.target(SERVER));

        other.discover(new Target(
                "server",
                URI.create(SERVER),
                Optional.empty(),
                List.of("Bearer resource_metadata=\"https://mcp.example/meta\", scope=\"admin\"")));

        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void what_has_proven_wrong_is_forgotten_for_all() throws InterruptedException {
        one.discover(FakeWeb.target(SERVER));

        one.forget("server");
        other.discover(FakeWeb.target(SERVER));

        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }

    @Test
    void a_process_that_forgets_a_definition_leaves_the_others_alone() throws InterruptedException {
        one.discover(FakeWeb.target(SERVER));

        one.drop("server");
        other.discover(FakeWeb.target(SERVER));

        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(1);
    }

    @Test
    void what_one_has_not_found_another_may_find() throws InterruptedException {
        web.status(AS_METADATA, 503);
        assertThat(one.discover(FakeWeb.target(SERVER))).isInstanceOf(Unresolved.class);

        web.page(AS_METADATA, FakeWeb.metadata(AS));

        assertThat(other.discover(FakeWeb.target(SERVER))).isInstanceOf(Resolved.class);
    }

    @Test
    void what_cannot_be_read_is_found_out_again() throws InterruptedException {
        store.put("oauth:disc:server", "found", "{\"v\":1,\"metadata\":{}}", Duration.ofMinutes(30));

        assertThat(one.discover(FakeWeb.target(SERVER))).isInstanceOf(Resolved.class);
    }

    @Test
    void without_the_store_each_is_on_its_own() throws InterruptedException {
        var away = (HashStore)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HashStore.class}, (_, _, _) -> {
                    throw new StoreUnavailable("the store is away");
                });
        var alone = new Discovery(web.web, away, web.time);

        assertThat(alone.discover(FakeWeb.target(SERVER))).isInstanceOf(Resolved.class);
        alone.forget("server");
        assertThat(alone.discover(FakeWeb.target(SERVER))).isInstanceOf(Resolved.class);
        assertThat(web.internet.requests(AS_METADATA)).isEqualTo(2);
    }
}
