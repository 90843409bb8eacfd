package io.muster.authserver.fakes;

import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Gives what is stored, or what the test wants. */
public final class FakeFreshTokens implements FreshTokens {
    private final ProviderTokenStore store;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile UnaryOperator<Freshness> answer = UnaryOperator.identity();

    public FakeFreshTokens(ProviderTokenStore store) {
        this.store = store;
    }

    public void answers(Freshness outcome) {
        answer = _ -> outcome;
    }

    /** The provider issues these, and they are stored. */
    public void renewsTo(ProviderTokens tokens, Subject subject) {
        answer = _ -> {
            store.save(subject, tokens, Instant.MAX);
            return new Freshness.Fresh(tokens);
        };
    }

    public void answersWhatIsStored() {
        answer = UnaryOperator.identity();
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public Freshness fresh(Subject subject) {
        asked.incrementAndGet();
        return answer.apply(
                store.find(subject).<Freshness>map(Freshness.Fresh::new).orElseGet(Freshness.Missing::new));
    }

    @Override
    public Freshness fresh(Subject subject, ProviderTokens observed) {
        return fresh(subject);
    }
}
