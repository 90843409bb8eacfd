package io.muster.cli.bridge;

import io.muster.cli.login.LoginFailure;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.Introduction;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Muster as one IDE sees it: passes on every call, question and notification as it is, and answers in Muster's place
 * while there is no connection. What has certainly not run is sent again when the connection is back.
 */
final class BridgeServer implements McpServer<BridgeServer.Ide>, AutoCloseable {
    /** How long the IDE waits for a connection that hangs, rather than being told that there is none. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The same for its handshake, until which an IDE shows nothing at all. */
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(1);

    private static final List<String> LISTS = List.of("tools", "resources", "prompts");

    private final String version;
    private final Destination destination;
    private final Dialler dialler;
    private final PendingAnswers answers;
    private final Supplier<Deadline> deadlines;
    private final InstantSource clock;
    private final Uplink uplink;
    private final Outgoing outgoing;
    private final MissingLogins missing;
    private final Relogin relogin;
    private final Reentry reentry;
    private final RememberedLists lists = new RememberedLists();
    /** Whether the IDE does not know yet that its lists are out of date. */
    private final AtomicBoolean outdated = new AtomicBoolean();

    private volatile Introduction introduction;
    private volatile JsonObject declared = PendingAnswers.CAPABILITIES;
    private volatile Optional<String> logLevel = Optional.empty();
    private volatile @Nullable Watch watch;

    /** The one who started this process. */
    enum Ide {
        OWNER
    }

    /** Opens connections in the name of a client. */
    interface Dialler {
        McpClient dial(Introduction introduction, ServerListener listener, Deadline deadline)
                throws InterruptedException;
    }

    /** @param deadlines by when a call that begins now must have ended */
    BridgeServer(
            String version,
            Destination destination,
            Dialler dialler,
            Supplier<Deadline> deadlines,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.version = version;
        this.destination = destination;
        this.dialler = dialler;
        this.answers = new PendingAnswers(destination);
        this.deadlines = deadlines;
        this.clock = clock;
        this.introduction = introduction(JsonObject.EMPTY);
        this.uplink = new Uplink(
                (listener, deadline) -> this.dialler.dial(introduction, listener, deadline),
                new Events(),
                scheduler,
                clock,
                random);
        this.outgoing = new Outgoing(uplink);
        this.missing = new MissingLogins(uplink::now, scheduler, clock);
        this.relogin = new Relogin(destination.desk(), uplink, clock);
        this.reentry = new Reentry(relogin::arrive);
    }

    @Override
    public McpOutcome handle(McpCall call, Ide ide, ReplyChannel reply) throws InterruptedException {
        return switch (call.method()) {
            case "server/discover" -> new McpOutcome.Complete(discovery(call.envelope()));
            case "logging/setLevel" -> setLevel(call, reply);
            default -> forward(call, reply);
        };
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, Ide ide) {
        outgoing.add(notification);
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, Ide ide, ClientChannel channel) {
        var attached = new Watch(uplink, envelope, channel, clock);
        watch = attached;
        tellChanges();
        return attached;
    }

    /** The IDE's handshake, which is where the connection to Muster begins: in the name of the IDE. */
    private JsonObject discovery(Envelope envelope) throws InterruptedException {
        introduction = introduction(envelope.clientCapabilities());
        var link = uplink.reach(HANDSHAKE_PATIENCE);
        outdated.set(link instanceof Link.Down);
        var hello = link instanceof Link.Up(var client) ? Optional.of(client.hello()) : Optional.<ServerHello>empty();
        declared = hello.map(BridgeServer::capabilities).orElse(PendingAnswers.CAPABILITIES);
        return JsonObject.builder()
                .put("serverInfo", info())
                .put("capabilities", declared)
                .putTextIfPresent("instructions", hello.flatMap(ServerHello::instructions))
                .build();
    }

    private Introduction introduction(JsonObject capabilities) {
        return new Introduction(info(), capabilities);
    }

    private JsonObject info() {
        return JsonObject.builder()
                .put("name", "muster-agent")
                .put("version", version)
                .build();
    }

    /** What Muster offers; that lists change is true at the latest when it restarts. */
    private static JsonObject capabilities(ServerHello hello) {
        var capabilities = hello.capabilities();
        for (var kind : LISTS) {
            var declared = capabilities.object(kind);
            if (declared.isPresent()) {
                capabilities = capabilities.with(kind, declared.get().with("listChanged", true));
            }
        }
        return capabilities;
    }

    private McpOutcome forward(McpCall call, ReplyChannel reply) throws InterruptedException {
        if (!(uplink.reach(PATIENCE) instanceof Link.Up(var first))) {
            return pending(call);
        }
        try {
            return make(call, first, reply);
        } catch (McpTransportException failure) {
            var link = uplink.after(first, failure, PATIENCE);
            if (failure.mayHaveRun() && call.method().equals("tools/call")) {
                return answers.to(call, failure);
            }
            return switch (link) {
                case Link.Up(var second) when second == first -> answers.to(call, failure);
                case Link.Up(var second) -> again(call, second, reply);
                case Link.Down(Pending.LoginRequired(var challenges)) -> loggedOut(call, challenges);
                case Link.Down _ -> pending(call);
            };
        }
    }

    private McpOutcome again(McpCall call, McpClient client, ReplyChannel reply) throws InterruptedException {
        try {
            return make(call, client, reply);
        } catch (McpTransportException failure) {
            return answers.to(call, failure);
        }
    }

    private McpOutcome make(McpCall call, McpClient client, ReplyChannel reply) throws InterruptedException {
        var outcome = client.call(call, reply, deadlines.get());
        lists.remember(call, outcome);
        return missing.toldWith(call, outcome);
    }

    /** The login has ended under a call. The person, who was just using tools, is asked for another one at once. */
    private McpOutcome loggedOut(McpCall call, List<String> challenges) throws InterruptedException {
        return call.method().equals("tools/call") && destination.desk().isPresent()
                ? answers.to(call, reentry.begin(destination.desk().get(), challenges))
                : pending(call);
    }

    private McpOutcome pending(McpCall call) throws InterruptedException {
        var reason = uplink.now() instanceof Link.Down(var why) ? why : new Pending.Connecting();
        if (!call.method().equals("tools/call") || !(reason instanceof Pending.LoginRequired(var challenges))) {
            return answers.to(call, reason, lists);
        }
        if (PendingAnswers.isLogin(call) && destination.desk().isPresent()) {
            return login(destination.desk().get(), challenges);
        }
        var underWay = reentry.underWay();
        return underWay.isPresent() ? answers.to(call, underWay.get()) : answers.to(call, reason, lists);
    }

    private McpOutcome login(LoginDesk desk, List<String> challenges) throws InterruptedException {
        try {
            var visit = desk.begin(challenges);
            var _ = visit.end().thenRun(relogin::arrive);
            return answers.to(visit);
        } catch (LoginFailure failure) {
            return answers.to(failure);
        }
    }

    /** The level is kept, because Muster forgets it with the connection. */
    private McpOutcome setLevel(McpCall call, ReplyChannel reply) throws InterruptedException {
        var outcome =
                uplink.now() instanceof Link.Up ? forward(call, reply) : new McpOutcome.Complete(JsonObject.EMPTY);
        if (outcome instanceof McpOutcome.Complete) {
            logLevel = call.params().text("level");
        }
        return outcome;
    }

    private void tellChanges() {
        var listening = watch;
        if (listening == null || uplink.now() instanceof Link.Down || !outdated.compareAndSet(true, false)) {
            return;
        }
        tellListsChanged(listening);
    }

    private void tellListsChanged(Watch listening) {
        for (var kind : LISTS) {
            if (declared.object(kind).isPresent()) {
                listening.tell(Message.Notification.of("notifications/" + kind + "/list_changed", JsonObject.EMPTY));
            }
        }
    }

    @Override
    public void close() {
        missing.close();
        outgoing.close();
        uplink.close();
    }

    /** What the connection brings. */
    private final class Events implements Uplink.Observer {
        @Override
        public void opened(McpClient client) throws InterruptedException {
            outdated.set(true);
            restoreLevel(client);
            var listening = watch;
            if (listening != null) {
                listening.renew(client);
            }
            tellChanges();
            missing.lookSoon();
            relogin.opened(client);
        }

        private void restoreLevel(McpClient client) throws InterruptedException {
            if (logLevel.isPresent() && client.hello().offers("logging")) {
                var params = JsonObject.of("level", new JsonString(logLevel.get()));
                var call = new McpCall(Envelope.of(client.hello().revision()), "logging/setLevel", params);
                client.call(call, ReplyChannel.NONE, Deadline.after(PATIENCE, clock));
            }
        }

        @Override
        public void down(Pending reason) {
            var listening = watch;
            if (reason instanceof Pending.LoginRequired(var challenges)) {
                relogin.required(challenges);
                lists.forget();
                if (listening != null) {
                    tellListsChanged(listening);
                }
            }
        }

        @Override
        public void notified(Message.Notification notification) {
            var listening = watch;
            if (listening != null) {
                listening.tell(notification);
            }
        }

        /** Questions in the course of a call go to the IDE with that call; stdio has no other way for them. */
        @Override
        public McpOutcome asked(Message.Request request) {
            return new McpOutcome.Failed(
                    McpError.methodNotFound("the client can only be asked in the course of a call"));
        }
    }
}
