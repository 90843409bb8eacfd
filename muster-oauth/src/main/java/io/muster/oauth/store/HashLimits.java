package io.muster.oauth.store;

/** How large hashes may be. Every store applies it. */
public final class HashLimits {
    /** Longest key, and longest name of a field, in characters: issuers and resources are URLs. */
    public static final int NAME = 8 * 1024;

    /** Longest value, in characters. */
    public static final int VALUE = 1024 * 1024;

    /** Most fields of one hash. */
    public static final int FIELDS = 1_000;

    private HashLimits() {}

    /**
     * @throws ValueTooLarge when one is
     * @throws IllegalArgumentException when the key has no colon
     */
    public static void check(String key, String field, String value) {
        if (key.indexOf(':') < 0) {
            throw new IllegalArgumentException("a key says what it is of and of whom, with a colon between the two");
        }
        if (key.length() > NAME || field.length() > NAME) {
            throw new ValueTooLarge("the name of a stored value");
        }
        if (value.length() > VALUE) {
            throw new ValueTooLarge("the value");
        }
    }

    public static ValueTooLarge tooManyFields() {
        return new ValueTooLarge("a hash of more than " + FIELDS + " fields");
    }
}
