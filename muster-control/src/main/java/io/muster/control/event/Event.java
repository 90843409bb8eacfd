package io.muster.control.event;

import java.time.Instant;

/**
 * Something that happened to a definition or to what runs because of it.
 *
 * @param time when
 * @param subject to what
 * @param reason the word; one of {@link EventReason} unless read from a file of another version
 * @param message for people
 * @param type whether somebody should look at it
 * @param count how often; more than one only where a store merges events
 */
public record Event(Instant time, Subject subject, String reason, String message, Type type, int count) {

    /** What an event is about. */
    public record Subject(String kind, String namespace, String name) {
        @Override
        public String toString() {
            return kind + " " + namespace + "/" + name;
        }
    }

    /** Whether somebody should look at it. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Type of(String word) {
            return word.equals(WARNING.word) ? WARNING : NORMAL;
        }
    }

    /** An event of a known reason, its message rendered. */
    public static Event of(EventReason reason, String namespace, String name, EventDetails details, Instant time) {
        var subject = new Subject(reason.kind(), namespace, name);
        return new Event(time, subject, reason.word(), reason.message(subject, details), reason.type(), 1);
    }

    /** As one line of text. */
    @Override
    public String toString() {
        return subject + ": " + reason + " - " + message + " (" + type.word() + ")";
    }
}
