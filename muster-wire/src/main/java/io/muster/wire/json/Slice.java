package io.muster.wire.json;

/**
 * A container as it stands in a valid document: {@code document[start..end)}.
 *
 * @param document never changed after it was read
 */
record Slice(byte[] document, int start, int end) {}
