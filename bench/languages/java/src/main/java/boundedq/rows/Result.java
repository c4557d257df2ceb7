package boundedq.rows;

import java.util.Locale;

/** What n operations took. */
record Result(long n, Elapsed elapsed) {
    /** The result in the benchmark format. */
    String line(String name) {
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%.2f ns/op\t%.2f cpu-ns/op",
                name,
                n,
                perOperation(elapsed.wallNanos()),
                perOperation(elapsed.processorNanos()));
    }

    /** At least 0.01, because what reads the table puts a value of exactly 0 apart. */
    private double perOperation(long nanos) {
        return Math.max((double) nanos / n, 0.01);
    }
}
