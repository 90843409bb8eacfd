package io.muster.mcp.client.process;

/** Takes what a child writes, on the thread that reads it: must not block for long. */
public interface LineSink {
    /** A line without its end; the array is the receiver's. */
    void line(byte[] line);

    /** A piece of a line that exceeds the limit; the bytes are valid during the call only. */
    void part(byte[] bytes, int offset, int length);

    /** The line that came in parts is over. */
    void partsEnd();
}
