package io.muster.authserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequesterTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
        "2001:db8:1:2:ffff::1, 20010db800010002/64",
        "2001:db8:1:3::1, 20010db800010003/64",
        "::ffff:192.0.2.7, 192.0.2.7",
    })
    void limits_count_by_network(String address, String bucket) throws UnknownHostException {
        assertThat(Requester.of(InetAddress.getByName(address), "agent", "r1").bucket())
                .isEqualTo(bucket);
    }
}
