package io.muster.authserver.store;

import io.muster.testkit.ManualTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the stores of an adapter, empty, before each test. */
@SuppressWarnings("NullAway.Init")
public abstract class StoreContract {
    protected final ManualTime time = new ManualTime();
    protected Stores stores;

    /** Empty stores that go by the given time. */
    protected abstract Stores open(ManualTime time) throws Exception;

    @BeforeEach
    void open() throws Exception {
        stores = open(time);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** Lets the grace of a refresh token end, for the clock that the stores measure it by. */
    protected void letGracePass(String refresh) {
        time.advance(Fixtures.GRACE);
    }

    protected Instant now() {
        return time.instant();
    }
}
