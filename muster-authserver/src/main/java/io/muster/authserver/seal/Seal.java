package io.muster.authserver.seal;

/** Makes values unreadable and tamper-proof for whoever sees the store. Safe for all threads. */
public interface Seal {
    /** Leaves values readable, for stores that operators protect by other means. Opens nothing that was sealed. */
    Seal NONE = new ClearSeal();

    /**
     * Seals a value.
     *
     * @param name what the value is stored under: it opens under no other
     */
    byte[] seal(String name, byte[] value);

    /**
     * Opens a value.
     *
     * @throws SealException when it was sealed with another key or for another name, or was changed
     */
    byte[] open(String name, byte[] sealed);

    /** Whether {@link #seal} would use the key that this value was sealed with. */
    boolean isCurrent(byte[] sealed);
}
