package io.muster.wire.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from a URL that a stranger supplied to a connection. */
class SsrfTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final SystemScheduler scheduler = new SystemScheduler();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int port = server();

    private int server() {
        var server = HttpServer.start(HttpServerOptions.bind("127.0.0.1", 0), _ -> {
            hits.incrementAndGet();
            return HttpResponse.of(200);
        });
        open.add(server);
        return server.port();
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
        scheduler.close();
    }

    /** Names lead to the addresses in turn: another one each time they are asked for. */
    private OutboundClient client(AddressRule rule, String[]... answers) {
        var dns = new GuardedDns(rule, ProxySettings.DIRECT, host -> {
            asked.add(host);
            if (answers.length == 0 || !host.endsWith(".example")) {
                return InetAddress.getAllByName(host);
            }
            return literals(answers[Math.min(asked.size(), answers.length) - 1]);
        });
        var policy = new OutboundPolicy(Set.of("http"), rule, 0, 1_000, Duration.ofSeconds(5));
        var client =
                new HttpOutboundClient(policy, TrustedCertificates.SYSTEM, ProxySettings.DIRECT, dns, CLOCK, scheduler);
        open.add(client);
        return client;
    }

    private static InetAddress[] literals(String[] texts) throws UnknownHostException {
        var addresses = new InetAddress[texts.length];
        for (var i = 0; i < texts.length; i++) {
            addresses[i] = InetAddress.getByName(texts[i]);
        }
        return addresses;
    }

    private OutboundRequest get(String host) {
        return new OutboundRequest(
                "GET",
                URI.create("http://" + host + ":" + port + "/"),
                Headers.EMPTY,
                new byte[0],
                Deadline.after(Duration.ofSeconds(20), CLOCK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0x7f.1",
                "017700000001",
                "0",
                "0.0.0.0",
                "127.0.0.1.",
                "localhost",
                "LocalHost",
                "localhost.",
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[::1%25lo]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "169.254.169.254",
                "[fd00:ec2::254]",
                "[fe80::1%25eth0]",
                "100.100.100.200",
                "10.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                "①②⑦.⓪.⓪.①",
                "127。0。0。1",
                "%31%32%37.0.0.1",
                "user@127.0.0.1",
                "public.example@127.0.0.1",
            })
    void no_spelling_of_a_private_address_is_connected_to(String host) {
        var client = client(AddressRule.PUBLIC);

        assertThatThrownBy(() -> client.send(get(host)).close())
                .isInstanceOfSatisfying(
                        OutboundException.class,
                        refused -> assertThat(refused.kind()).isIn(Kind.FORBIDDEN, Kind.UNKNOWN_HOST));
        assertThat(hits).hasValue(0);
    }

    @Test
    void dns_rebinding_cve_2026_77822_the_address_that_was_checked_is_the_one_connected_to() throws Exception {
        // A second question would lead to an address where nobody answers.
        var client = client(AddressRule.ANY, new String[] {"127.0.0.1"}, new String[] {"192.0.2.1"});

        try (var response = client.send(get("rebinding.example"))) {
            assertThat(response.status()).isEqualTo(200);
        }
        assertThat(asked).containsExactly("rebinding.example");
    }

    @Test
    void a_name_that_turns_private_later_is_refused_then() {
        var client = client(AddressRule.PUBLIC, new String[] {"127.0.0.1"}, new String[] {"8.8.8.8"});

        assertThatThrownBy(() -> client.send(get("rebinding.example")).close())
                .isInstanceOfSatisfying(
                        OutboundException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Kind.FORBIDDEN));
        assertThat(asked).containsExactly("rebinding.example");
        assertThat(hits).hasValue(0);
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse() {
        for (var addresses : List.of(new String[] {"8.8.8.8", "127.0.0.1"}, new String[] {"127.0.0.1", "8.8.8.8"})) {
            asked.clear();
            var client = client(AddressRule.PUBLIC, addresses, addresses);

            assertThatThrownBy(() -> client.send(get("mixed.example")).close())
                    .isInstanceOfSatisfying(
                            OutboundException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(Kind.FORBIDDEN));
        }
        assertThat(hits).hasValue(0);
    }
}
