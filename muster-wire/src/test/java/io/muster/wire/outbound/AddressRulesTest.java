package io.muster.wire.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final GuardedDns PUBLIC = new GuardedDns(AddressRule.PUBLIC, ProxySettings.DIRECT);

    /** What a connection to that spelling would be refused for, or be made to. */
    private static boolean reachable(String spelling) {
        try {
            return PUBLIC.resolve(spelling).length > 0;
        } catch (UnknownHostException | IllegalArgumentException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "localhost",
                "LOCALHOST",
                "127.1",
                "127.0.1",
                "10.1",
                "2130706433",
                "2852039166",
                "0",
                "0x7f000001",
                "0x7f.0.0.1",
                "0x7f.1",
                "0xA9FEA9FE",
                "017700000001",
                "::",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::127.0.0.1",
                "::10.0.0.1",
                "::8.8.8.8",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:7f00:1",
                "::ffff:a9fe:a9fe",
                "[::ffff:169.254.169.254]",
                "::ffff:0:127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::c0a8:1",
                "64:ff9b:1::1",
                "64:ff9b:1:ffff::8.8.8.8",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2002:0808:0808::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fd12:3456:789a::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void addresses_outside_of_the_public_internet_are_not_reached(String spelling) {
        assertThat(reachable(spelling)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2001:200::1",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "[2606:4700::1]"
            })
    void public_addresses_are_reached(String spelling) {
        assertThat(reachable(spelling)).isTrue();
    }

    @Test
    void a_spelling_that_others_read_differently_means_what_is_connected_to() throws UnknownHostException {
        assertThat(PUBLIC.resolve("0177.1")).containsExactly(InetAddress.getByName("177.0.0.1"));
    }

    @Test
    void an_operator_may_reach_everything() throws UnknownHostException {
        var dns = new GuardedDns(AddressRule.ANY, ProxySettings.DIRECT);

        assertThat(dns.resolve("169.254.169.254")).containsExactly(InetAddress.getByName("169.254.169.254"));
    }
}
