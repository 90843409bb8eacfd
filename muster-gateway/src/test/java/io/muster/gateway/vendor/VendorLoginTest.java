package io.muster.gateway.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.vendor.Vendor.Trait;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement R-2: from a vendor's 401 to its tool, and on when the token has ended. */
class VendorLoginTest {
    static List<Vendor> vendors() {
        return Vendor.all();
    }

    static List<Vendor> strict() {
        return vendors().stream().filter(vendor -> !vendor.registersByItself()).toList();
    }

    private static VendorWorld world(Vendor vendor) {
        var id = new ClientId(VendorSite.CLIENT);
        ClientCredentials client = vendor.is(Trait.SECRET)
                ? new ClientCredentials.Post(id, new Secret(VendorSite.SECRET))
                : new ClientCredentials.Public(id);
        return new VendorWorld(vendor.registersByItself() ? Map.of() : Map.of(new Issuer(vendor.issuer()), client));
    }

    private static VendorSite site(VendorWorld world, Vendor vendor) {
        var site = new VendorSite(vendor, world.internet, world.servers.server(vendor.host()));
        world.define(vendor);
        return site;
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void one_login_leads_from_the_refusal_to_a_called_tool_and_lasts(Vendor vendor) throws InterruptedException {
        try (var world = world(vendor)) {
            var site = site(world, vendor);

            world.signIn(site);

            assertThat(world.called()).contains("Bearer access-1");
            if (vendor.is(Trait.NO_REFRESH)) {
                world.time.advance(Duration.ofMinutes(31));
                assertThat(world.called()).doesNotContain("Bearer");
                world.signIn(site);
            } else {
                world.time.advance(Duration.ofMinutes(25));
            }
            Eventually.until("the next token is used", () -> world.calledWith("access-2"));
            assertThat(world.servers.server(vendor.host()).refused).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void when_nothing_is_good_any_more_the_next_login_heals(Vendor vendor) throws InterruptedException {
        try (var world = world(vendor)) {
            var site = site(world, vendor);
            world.signIn(site);
            site.revokeAll();

            Eventually.until("the token is used no more", () -> !world.calledWith("access-1"));
            world.signIn(site);

            assertThat(world.called()).contains("Bearer access-2");
        }
    }

    @ParameterizedTest
    @MethodSource("strict")
    void who_registers_nobody_is_named_with_what_to_configure(Vendor vendor) throws InterruptedException {
        try (var world = new VendorWorld(Map.of())) {
            site(world, vendor);
            var said = vendor.is(Trait.BY_HAND) ? " does not register clients" : " did not register this client";

            assertThat(world.login().json().toString())
                    .contains(vendor.issuer() + said)
                    .contains("redirect URI https://muster.example/oauth/proxy/callback")
                    .contains("aggregator.oauth.mcpClient.clients");
        }
    }

    @Test
    void entra_itself_is_refused_because_it_does_not_promise_pkce() throws InterruptedException {
        var entra = vendors().stream()
                .filter(vendor -> vendor.name().equals("Entra"))
                .findFirst()
                .orElseThrow();
        var silent = entra.metadata().entrySet().iterator().next();
        var bare = new Vendor(
                "Entra",
                entra.server(),
                entra.auth(),
                entra.challenge(),
                entra.resource(),
                Map.of(silent.getKey(), silent.getValue().replace("code_challenge_methods_supported", "other")),
                entra.issuer(),
                entra.traits());
        try (var world = world(bare)) {
            site(world, bare);

            assertThat(world.login().json().toString()).contains("does not advertise S256 PKCE");
        }
    }

    @Test
    void every_vendor_of_the_requirement_is_there() {
        assertThat(vendors()).extracting(Vendor::name).doesNotHaveDuplicates().hasSize(13);
    }
}
