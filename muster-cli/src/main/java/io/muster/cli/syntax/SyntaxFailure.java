package io.muster.cli.syntax;

/** A command line that means nothing; the message is one sentence for the person at the terminal. */
public final class SyntaxFailure extends RuntimeException {
    SyntaxFailure(String message) {
        super(message);
    }
}
