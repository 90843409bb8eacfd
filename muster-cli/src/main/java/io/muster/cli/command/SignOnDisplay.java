package io.muster.cli.command;

import io.muster.cli.format.Text;
import io.muster.cli.servers.SignOnWait;
import java.util.function.Consumer;

/** Shows how single sign-on goes on: on one line that changes where a person watches, else only how it ends. */
final class SignOnDisplay implements SignOnWait.Watcher {
    private static final String TITLE = "Establishing SSO connections";

    private final Consumer<String> say;
    private final Console console;
    private final boolean watched;
    private String shown = "";

    /** @param watched whether a person watches how it goes on */
    SignOnDisplay(Consumer<String> say, Console console, boolean watched) {
        this.say = say;
        this.console = console;
        this.watched = watched;
    }

    @Override
    public void connected(int some, int all) {
        var line = TITLE + " (" + some + "/" + all + ")...";
        if (watched && !line.equals(shown)) {
            console.err().print(Progress.CLEAR + line);
            console.err().flush();
        }
        shown = line;
    }

    void ended(SignOnWait.Result result) {
        if (watched && !shown.isEmpty()) {
            console.err().print(Progress.CLEAR);
            console.err().flush();
        }
        switch (result) {
            case SignOnWait.Result.Nothing _ -> {}
            case SignOnWait.Result.Settled(var failed) -> {
                if (failed.isEmpty()) {
                    say.accept(TITLE + "... done");
                    return;
                }
                say.accept("SSO failed for " + failed.size() + " server(s):");
                failed.forEach(name -> say.accept("  - " + Text.line(name)));
            }
            case SignOnWait.Result.Unsettled _ ->
                say.accept("Note: Some SSO servers are still connecting. Check with: muster auth status");
        }
    }
}
