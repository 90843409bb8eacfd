package io.muster.verify.toolchain;

/** Something that tests need cannot be had on this machine. The message says what to install. */
final class MissingToolException extends Exception {
    MissingToolException(String message) {
        super(message);
    }
}
