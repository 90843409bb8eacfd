package io.muster.gateway.session;

import io.muster.oauth.store.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What processes tell each other, told at once to all but the one that speaks. */
final class NoticeBoard {
    final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();

    Notices member() {
        var member = new Member();
        members.add(member);
        return member;
    }

    private final class Member implements Notices {
        private volatile Consumer<String> listener = _ -> {};

        @Override
        public void send(String text) {
            told.add(text);
            members.stream().filter(other -> other != this).forEach(other -> other.listener.accept(text));
        }

        @Override
        public void listen(Consumer<String> hears) {
            listener = hears;
        }
    }
}
