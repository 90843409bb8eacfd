package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code get}: the contents of a resource. */
record GetCommand(Desk desk) implements ReplCommand {
    private static final About ABOUT = new About("get", List.of("fetch"), "get <uri>", "Read a resource");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() != 2) {
            throw ABOUT.misused();
        }
        var uri = words.get(1).text();
        var answer = desk.server().call("get_resource", JsonObject.of("uri", uri), desk.reply());
        if (answer.isError()) {
            throw new SessionFailure(ResultText.message(answer));
        }
        desk.out().hint("Contents:");
        desk.out().painted(new ResultText(desk.out().results()).of(first(answer)));
    }

    /** The text, in which a Muster names what is binary and follows. */
    private static CallToolResult first(CallToolResult answer) {
        return new CallToolResult(JsonObject.of(
                "content", JsonArray.of(answer.content().stream().limit(1).toList())));
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? Choices.named(desk.listings().glance(Listing.RESOURCES).items(Listing.RESOURCES), "uri")
                : List.of();
    }
}
