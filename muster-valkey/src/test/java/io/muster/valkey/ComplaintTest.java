package io.muster.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.fakes.CapturingLog;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class ComplaintTest {
    private final CapturingLog log = new CapturingLog();
    private final Complaint complaint = new Complaint(log, "something is done without");

    private long warnings() {
        return log.events().stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .count();
    }

    @Test
    void a_refusal_is_told_once() {
        complaint.about(new JedisAccessControlException("NOPERM no permission to run 'client|tracking'"));
        complaint.about(new JedisDataException("ERR unknown command 'HELLO'"));

        assertThat(warnings()).isOne();
    }

    @Test
    void a_server_that_is_away_or_about_to_be_ready_is_told_of_by_others() {
        complaint.about(new JedisConnectionException("closed"));
        complaint.about(new JedisDataException("LOADING the dataset is in memory soon"));

        assertThat(warnings()).isZero();
    }

    @Test
    void our_own_mistakes_are_told_once() {
        complaint.about(new ClassCastException("a list"));
        complaint.about(new JedisConnectionException("closed"));
        complaint.about(new ClassCastException("a list"));

        assertThat(warnings()).isOne();
    }

    @Test
    void what_was_settled_meanwhile_is_worth_another_line() {
        complaint.about(new ClassCastException("a list"));
        complaint.settled();
        complaint.about(new ClassCastException("a list"));

        assertThat(warnings()).isEqualTo(2);
    }
}
