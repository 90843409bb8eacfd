package io.muster.mcp.client.process;

/** A line on its way to a child. */
public interface Submission {
    /** Takes the line back; false when it was written, or has been begun. */
    boolean withdraw();
}
