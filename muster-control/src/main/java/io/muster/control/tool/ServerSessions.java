package io.muster.control.tool;

import io.muster.oauth.Caller;
import java.util.Optional;

/** What a server looks like to one login session. */
@FunctionalInterface
public interface ServerSessions {
    View of(Caller caller, String server);

    /**
     * @param status the word of {@code auth://status}
     * @param toolsCount how many tools the session sees
     */
    record View(Optional<String> status, int toolsCount) {
        public static final View NOTHING = new View(Optional.empty(), 0);
    }
}
