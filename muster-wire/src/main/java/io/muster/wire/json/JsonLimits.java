package io.muster.wire.json;

/**
 * What a document may cost its reader.
 *
 * @param maxDepth nested containers, the outermost counts as one; at most 1000, because values are walked recursively
 * @param maxStringLength characters of one string or name
 * @param maxNumberLength characters of one number
 * @param maxDocumentBytes bytes of the whole document
 */
public record JsonLimits(int maxDepth, int maxStringLength, int maxNumberLength, long maxDocumentBytes) {
    public static final JsonLimits DEFAULT = new JsonLimits(200, 64 << 20, 1_000, 64L << 20);

    static final int DEEPEST = 1_000;

    public JsonLimits {
        if (maxDepth < 1 || maxStringLength < 1 || maxNumberLength < 1 || maxDocumentBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("depth must be at most " + DEEPEST);
        }
    }
}
