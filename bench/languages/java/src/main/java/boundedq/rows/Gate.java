package boundedq.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts threads together, and takes the time from then until the last one has ended. */
final class Gate {
    private final CountDownLatch standing;
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch running;

    /** The first failure; guarded by this. */
    private Throwable failure;

    private Gate(int workers) {
        standing = new CountDownLatch(workers);
        running = new CountDownLatch(workers);
    }

    /** Does all of the work at once, each piece in a thread of its own. */
    static Elapsed run(List<Work> workers) throws RunFailed {
        try {
            return new Gate(workers.size()).time(workers);
        } catch (InterruptedException e) {
            throw new RunFailed(e);
        }
    }

    private Elapsed time(List<Work> workers) throws InterruptedException, RunFailed {
        List<Thread> threads = new ArrayList<>();
        for (Work work : workers) {
            Thread thread = new Thread(() -> pass(work));
            thread.setDaemon(true); // one that a failed run has left waiting holds nothing up
            thread.start();
            threads.add(thread);
        }
        standing.await();

        ProcessorClock processor = ProcessorClock.BEST;
        long processorStart = processor.nanos();
        long start = System.nanoTime();
        open.countDown();
        running.await();
        long end = System.nanoTime();
        long processorEnd = processor.nanos();

        synchronized (this) {
            if (failure instanceof RunFailed failed) {
                throw failed;
            }
            if (failure != null) {
                throw new RunFailed(failure);
            }
        }
        for (Thread thread : threads) {
            thread.join(); // so that none of them is still about when the next run begins
        }
        return new Elapsed(end - start, processorEnd - processorStart);
    }

    private void pass(Work work) {
        try {
            standing.countDown();
            open.await();
            work.run();
            running.countDown();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends the run at once: the other threads may wait for the one that failed, for ever. */
    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        while (running.getCount() > 0) {
            running.countDown();
        }
    }
}
