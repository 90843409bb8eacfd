package io.muster.mcp.server.legacy;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Message;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The messages of one transport session that wait for a stream to carry them. Bounded by number and bytes: a client that
 * does not read costs no more than the queue.
 *
 * <p>Of several open streams the newest is served, because the older ones are usually connections that a client has lost
 * without our knowing; when the newest ends, the one before takes over. Each message goes to one stream only, as the
 * transport demands.
 */
final class Mailbox implements ClientChannel, Outlet {
    private static final int MAX_READERS = 4;
    /** What waits beyond it is refused, or waits outside; one answer is always taken. */
    private static final long MAX_BYTES = 4 << 20;

    private final String id;
    private final int capacity;
    private final Deque<Delivery.Letter> letters = new ArrayDeque<>(1);
    private final Deque<Reader> readers = new ArrayDeque<>(1);
    private final List<Runnable> onClose = new ArrayList<>(1);
    private long bytes;
    private boolean closed;

    Mailbox(String id, int capacity) {
        this.id = id;
        this.capacity = capacity;
    }

    /** What a reader is to do next. */
    sealed interface Delivery {
        /** @param bytes what the message keeps in memory */
        record Letter(JsonValue message, long bytes) implements Delivery {
            static Letter of(JsonValue message) {
                return new Letter(message, Json.footprint(message));
            }
        }

        enum Signal implements Delivery {
            BEAT,
            END
        }
    }

    @Override
    public String id() {
        return id;
    }

    /** Changes of a list that the client has not heard of yet are told once. */
    @Override
    public synchronized boolean offer(Message.Notification notification) {
        if (closed) {
            return false;
        }
        var letter = Delivery.Letter.of(notification.json());
        if (notification.method().endsWith("/list_changed") && letters.contains(letter)) {
            return true;
        }
        if (letter.bytes() > MAX_BYTES || !hasRoom(letter)) {
            return false;
        }
        add(letter);
        return true;
    }

    private boolean hasRoom(Delivery.Letter letter) {
        return letters.isEmpty() || (letters.size() < capacity && bytes + letter.bytes() <= MAX_BYTES);
    }

    private void add(Delivery.Letter letter) {
        letters.add(letter);
        bytes += letter.bytes();
        notifyAll();
    }

    /** Queues a message that must not be lost: waits for room, and answers false only when the mailbox is closed. */
    @Override
    public synchronized boolean send(JsonValue message) throws InterruptedException {
        var letter = Delivery.Letter.of(message);
        while (!closed && !hasRoom(letter)) {
            wait();
        }
        if (closed) {
            return false;
        }
        add(letter);
        return true;
    }

    @Override
    public void onLoss(Runnable task) {
        // The loss of the stream ends the session, and with it everything that waits.
    }

    /** Takes what waits when no stream is there to carry it. */
    synchronized List<JsonValue> unread() {
        if (letters.isEmpty() || !readers.isEmpty()) {
            return List.of();
        }
        var taken = letters.stream().map(Delivery.Letter::message).toList();
        letters.clear();
        bytes = 0;
        notifyAll();
        return taken;
    }

    synchronized boolean isRead() {
        return !readers.isEmpty();
    }

    @Override
    public void onClose(Runnable task) {
        synchronized (this) {
            if (!closed) {
                onClose.add(task);
                return;
            }
        }
        task.run();
    }

    @Override
    public synchronized void forget(Runnable task) {
        onClose.remove(task);
    }

    /** Refuses further messages; readers get what is left and end. */
    void close() {
        List<Runnable> tasks;
        synchronized (this) {
            closed = true;
            tasks = List.copyOf(onClose);
            onClose.clear();
            notifyAll();
        }
        tasks.forEach(Runnable::run);
    }

    synchronized Reader open() {
        var reader = new Reader();
        readers.add(reader);
        if (readers.size() > MAX_READERS) {
            readers.removeFirst().ended = true;
        }
        notifyAll();
        return reader;
    }

    /** One stream. */
    final class Reader implements AutoCloseable {
        private boolean beat;
        private boolean ended;

        /** Waits for something to do. */
        Delivery next() throws InterruptedException {
            synchronized (Mailbox.this) {
                while (true) {
                    if (!ended && readers.peekLast() == this && !letters.isEmpty()) {
                        var letter = letters.remove();
                        bytes -= letter.bytes();
                        Mailbox.this.notifyAll();
                        return letter;
                    }
                    if (ended || closed) {
                        return Delivery.Signal.END;
                    }
                    if (beat) {
                        beat = false;
                        return Delivery.Signal.BEAT;
                    }
                    Mailbox.this.wait();
                }
            }
        }

        /** Makes the stream show a sign of life. */
        void beat() {
            synchronized (Mailbox.this) {
                beat = true;
                Mailbox.this.notifyAll();
            }
        }

        /** Gives back a message that could not be delivered. */
        void undelivered(Delivery.Letter letter) {
            synchronized (Mailbox.this) {
                letters.addFirst(letter);
                bytes += letter.bytes();
            }
        }

        @Override
        public void close() {
            synchronized (Mailbox.this) {
                ended = true;
                readers.remove(this);
                Mailbox.this.notifyAll();
            }
        }
    }
}
