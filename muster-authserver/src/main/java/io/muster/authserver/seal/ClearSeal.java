package io.muster.authserver.seal;

import java.util.Arrays;

/** Marks values as clear, so that nobody takes them for sealed ones. */
final class ClearSeal implements Seal {
    static final byte FORM = 0;

    @Override
    public byte[] seal(String name, byte[] value) {
        var marked = new byte[value.length + 1];
        marked[0] = FORM;
        System.arraycopy(value, 0, marked, 1, value.length);
        return marked;
    }

    @Override
    public byte[] open(String name, byte[] sealed) {
        if (!isCurrent(sealed)) {
            throw new SealException(
                    SealException.Reason.OTHER_FORM, "the stored value is encrypted, but no encryption key is given");
        }
        return Arrays.copyOfRange(sealed, 1, sealed.length);
    }

    @Override
    public boolean isCurrent(byte[] sealed) {
        return sealed.length > 0 && sealed[0] == FORM;
    }
}
