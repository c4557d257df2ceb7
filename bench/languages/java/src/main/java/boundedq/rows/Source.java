package boundedq.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of one producer. A value is its producer's number in the 16 high bits and a
 * sequence number, from 1 to n, in the 48 low ones. So a consumer can tell whose it is and
 * whether it is out of turn, and the values of two producers differ.
 */
record Source(int producer, long n) {
    static final int SEQUENCE_BITS = 48;

    /** Ends a consumer's loop. No producer has a number that makes this a value of it. */
    static final long END = -1;

    /** Divides n values exactly: the first producers send one more. */
    static List<Source> divide(long n, int producers) {
        List<Source> sources = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            sources.add(new Source(p, n / producers + (p < n % producers ? 1 : 0)));
        }
        return sources;
    }

    private long base() {
        return (long) producer << SEQUENCE_BITS;
    }

    /** The first value. The others follow it, each one greater than the one before. */
    long first() {
        return base() + 1;
    }

    /** The last value; less than the first if there is none. */
    long last() {
        return base() + n;
    }

    /** What the values add up to, modulo 2^64. */
    long sum() {
        long triangle = n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
        return base() * n + triangle;
    }

    /** The exclusive or of the values. */
    long xor() {
        // 1^2^...^n repeats its form after four, because 4k^(4k+1)^(4k+2)^(4k+3) is 0.
        long sequences =
                switch ((int) (n % 4)) {
                    case 0 -> n;
                    case 1 -> 1;
                    case 2 -> n + 1;
                    default -> 0;
                };
        return n % 2 == 0 ? sequences : sequences ^ base();
    }
}
