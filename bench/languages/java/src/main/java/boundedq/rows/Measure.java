package boundedq.rows;

/** Finds out how many operations take long enough, as Go's testing package does. */
final class Measure {
    static final long MOST = 1_000_000_000;

    private Measure() {}

    /** Does n operations. */
    @FunctionalInterface
    interface Run {
        Elapsed run(long n) throws RunFailed;
    }

    /** Runs more and more operations, and returns the first run that took as long as the goal. */
    static Result measure(long goalNanos, Run run) throws RunFailed {
        long n = 1;
        Elapsed elapsed = run.run(n);
        while (elapsed.wallNanos() < goalNanos && n < MOST) {
            n = next(goalNanos, n, elapsed.wallNanos());
            elapsed = run.run(n);
        }
        return new Result(n, elapsed);
    }

    /** How many operations to do after n of them took less than the goal. */
    static long next(long goalNanos, long n, long tookNanos) {
        // A double, because the product of a long goal and many operations is more than a long
        // can hold. What it lacks in digits is far less than the fifth that is added.
        long predicted = (long) ((double) goalNanos * n / Math.max(tookNanos, 1));
        long withFifth = predicted + predicted / 5;
        return Math.min(MOST, Math.max(n + 1, Math.min(100 * n, withFifth)));
    }
}
