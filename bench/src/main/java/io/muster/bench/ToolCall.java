package io.muster.bench;

/** A {@code tools/call} with a number that has to come back. */
interface ToolCall {
    /** The whole message; the number is its id, and has eight digits. */
    String message(int number);

    /** Calls a tool of {@link BenchBackend} under the name it has at this endpoint. */
    static ToolCall natively(String tool) {
        return number -> message(number, tool, "{\"marker\":\"" + number + "\"}");
    }

    /** Calls a tool of {@link BenchBackend} through the meta-tool. */
    static ToolCall throughMetaTool(String tool) {
        return number -> message(
                number, "call_tool", "{\"name\":\"" + tool + "\",\"arguments\":{\"marker\":\"" + number + "\"}}");
    }

    /** Searches the tools of a gateway. */
    static ToolCall filterTools(String arguments) {
        return number -> message(number, "filter_tools", arguments);
    }

    private static String message(int number, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }
}
