package io.muster.mcp.server.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.Message;
import io.muster.testkit.Eventually;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox("m", 100);

    private static Message.Notification of(int mebibytes) {
        return Message.Notification.of("notifications/message", JsonObject.of("data", "x".repeat(mebibytes << 20)));
    }

    private CompletableFuture<Boolean> sent(Message.Notification message) {
        var sent = new CompletableFuture<Boolean>();
        Thread.startVirtualThread(() -> {
            try {
                sent.complete(mailbox.send(message.json()));
            } catch (InterruptedException e) {
                sent.completeExceptionally(e);
            }
        });
        return sent;
    }

    @Test
    void what_nobody_asked_for_is_refused_when_too_much_waits() {
        assertThat(mailbox.offer(of(3))).isTrue();
        assertThat(mailbox.offer(of(3))).isFalse();

        assertThat(mailbox.offer(Message.Notification.of("notifications/small", JsonObject.EMPTY)))
                .isTrue();
        assertThat(mailbox.unread()).hasSize(2);
        assertThat(mailbox.offer(of(3))).isTrue();
    }

    @Test
    void what_nobody_asked_for_is_refused_when_it_is_too_large() {
        assertThat(mailbox.offer(of(5))).isFalse();
    }

    @Test
    void an_answer_is_taken_however_large_when_no_other_waits() throws Exception {
        assertThat(Eventually.result("the first is taken", sent(of(5)))).isTrue();

        var second = sent(of(1));
        try (var reader = mailbox.open()) {
            assertThat(second).isNotDone();
            reader.next();
            assertThat(Eventually.result("there is room", second)).isTrue();
        }
    }

    @Test
    void what_could_not_be_delivered_takes_its_room_again() throws Exception {
        mailbox.offer(of(3));
        try (var reader = mailbox.open()) {
            if (reader.next() instanceof Mailbox.Delivery.Letter letter) {
                reader.undelivered(letter);
            }
        }

        assertThat(mailbox.offer(of(3))).isFalse();
        assertThat(mailbox.unread()).hasSize(1);
    }

    @Test
    void news_of_a_list_are_told_once() {
        var news = Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY);

        assertThat(mailbox.offer(news)).isTrue();
        assertThat(mailbox.offer(news)).isTrue();

        assertThat(mailbox.unread()).hasSize(1);
    }

    @Test
    void what_was_forgotten_does_not_run_at_the_end() {
        var run = new ArrayList<String>();
        Runnable forgotten = () -> run.add("forgotten");
        mailbox.onClose(forgotten);
        mailbox.onClose(() -> run.add("kept"));

        mailbox.forget(forgotten);
        mailbox.close();

        assertThat(run).containsExactly("kept");
    }
}
