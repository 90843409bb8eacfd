package io.muster.cli.command;

import io.muster.cli.login.BrowserLauncher;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Shows pages to the person.
 *
 * @param say takes lines for the person
 * @param browser whether a browser may be opened; else addresses are shown
 */
record PageOpener(Shell shell, Consumer<String> say, boolean browser) {
    /** The address is shown even when little is to be said: without it there is no way on. */
    void show(URI page) throws InterruptedException {
        if (isBrowserPossible()) {
            if (launcher().open(page)) {
                say.accept("Opening browser for authentication... done");
                return;
            }
            say.accept("Opening browser for authentication... failed");
        }
        shell.console().note("Please open this URL in your browser:\n" + page);
    }

    /** Whether a person can be shown a page in a browser, as far as that is known before. */
    boolean isBrowserPossible() {
        return browser && launcher().isPossible();
    }

    /** Shows a page in a browser, or nowhere. */
    boolean isOpened(URI page) throws InterruptedException {
        return launcher().open(page);
    }

    private BrowserLauncher launcher() {
        return BrowserLauncher.of(shell.console().environment());
    }
}
