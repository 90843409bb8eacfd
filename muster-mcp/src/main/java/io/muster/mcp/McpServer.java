package io.muster.mcp;

import java.util.Set;

/**
 * The stateless core behind every server transport.
 *
 * @param <P> who makes the calls; decided by the transport's authenticator
 */
public interface McpServer<P> {
    /**
     * Answers one call. {@code server/discover} answers what a handshake needs: {@code serverInfo}, {@code capabilities},
     * {@code instructions}; {@code initialize} and {@code ping} never arrive here.
     *
     * @throws McpRejection to answer with a protocol error
     * @throws InterruptedException when the client cancelled the call
     */
    McpOutcome handle(McpCall call, P principal, ReplyChannel reply) throws InterruptedException;

    /** Takes note of a client's notification, such as {@code notifications/roots/list_changed}. */
    void notified(Message.Notification notification, Envelope envelope, P principal);

    /**
     * Attaches a channel for changes of what the principal sees: the {@code list_changed} notifications, updates of
     * resources. Legacy transports attach one per transport session, from its creation to its end.
     */
    Subscription subscribe(Interest interest, Envelope envelope, P principal, ClientChannel channel);

    /**
     * What a channel wants to hear.
     *
     * @param listChanges whether changes of the lists of tools, prompts and resources are wanted
     * @param resources URIs whose updates are wanted
     */
    record Interest(boolean listChanges, Set<String> resources) {
        public static final Interest LIST_CHANGES = new Interest(true, Set.of());

        public Interest {
            resources = Set.copyOf(resources);
        }
    }

    /** An attached channel. */
    interface Subscription extends AutoCloseable {
        void change(Interest interest) throws InterruptedException;

        @Override
        void close();
    }
}
