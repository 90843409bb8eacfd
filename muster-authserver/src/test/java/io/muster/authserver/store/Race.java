package io.muster.authserver.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Many callers at the same moment. */
public final class Race {
    private static final long LIMIT_SECONDS = 60;

    private Race() {}

    /** What each of them gets. */
    public static <T> List<T> of(int callers, IntFunction<T> call)
            throws InterruptedException, ExecutionException, TimeoutException {
        var start = new CountDownLatch(1);
        var running = new ArrayList<Future<T>>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < callers; i++) {
                var number = i;
                running.add(threads.submit(() -> {
                    if (!start.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("nobody started the race");
                    }
                    return call.apply(number);
                }));
            }
            start.countDown();
            var answers = new ArrayList<T>();
            for (var caller : running) {
                answers.add(caller.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
