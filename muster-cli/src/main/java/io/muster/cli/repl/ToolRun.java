package io.muster.cli.repl;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonObject;

/** A call of a tool, and its result before the person. */
record ToolRun(Desk desk) {
    /** @throws SessionFailure when the tool says that it failed */
    void of(String tool, JsonObject arguments, String success) throws InterruptedException {
        show(tool, desk.server().call(tool, arguments, desk.reply()), success);
    }

    private void show(String tool, CallToolResult result, String success) {
        if (result.isError()) {
            throw new SessionFailure(tool + " returned an error:\n"
                    + ResultText.message(result).indent(2).stripTrailing());
        }
        desk.out().hint(success);
        desk.out().painted(new ResultText(desk.out().results()).of(result));
    }
}
