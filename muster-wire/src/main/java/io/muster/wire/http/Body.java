package io.muster.wire.http;

/** The content of an answer. */
public sealed interface Body {
    Body EMPTY = new Empty();

    /** No content. */
    record Empty() implements Body {}

    /** Content that is known as a whole. */
    record Bytes(byte[] content) implements Body {}

    /**
     * Content that is produced on the request's own thread after the handler returned. The producer decides late whether
     * the answer is a document or an event stream, as MCP's streamable HTTP needs. Status and headers of the response
     * that carries this body do not count.
     */
    non-sealed interface Later extends Body {
        void produce(Responder responder) throws InterruptedException;
    }

    /** Takes exactly one answer. */
    interface Responder {
        /** Answers with a whole response, which must not be a {@link Later} itself. */
        void send(HttpResponse response);

        /**
         * Answers with status 200 and an event stream. The stream ends when the producer returns.
         *
         * @param headers additional header fields
         */
        EventSink events(Headers headers);
    }
}
