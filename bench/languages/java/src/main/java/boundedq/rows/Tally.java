package boundedq.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * What one consumer received. It belongs to the consumer's thread until that has ended.
 *
 * <p>All that changes is in one array, with two cache lines of 64 bytes unused on either side,
 * because processors fetch them in pairs: the collector may move the tallies of two threads next
 * to each other. An array, because the JVM orders the fields of a class as it likes.
 */
final class Tally {
    private static final int PAD = 128 / Long.BYTES;
    private static final int COUNT = PAD;
    private static final int SUM = PAD + 1;
    private static final int XOR = PAD + 2;

    /** Values that came after a later one of their producer, or from nobody. */
    private static final int DISORDER = PAD + 3;

    /** The newest value of producer 0; those of the others are behind it. */
    private static final int LAST = PAD + 4;

    private final int producers;
    private final long[] cells;

    Tally(int producers) {
        this.producers = producers;
        cells = new long[LAST + producers + PAD];
    }

    /**
     * Counts a value. The values of one producer reach any one consumer in the order in which
     * they were sent, however many consumers there are: a queue hands them out in that order,
     * and one consumer's receives follow one another.
     */
    void add(long value) {
        cells[COUNT]++;
        cells[SUM] += value;
        cells[XOR] ^= value;
        int producer = (int) (value >>> Source.SEQUENCE_BITS);
        if (producer >= producers || value <= cells[LAST + producer]) {
            cells[DISORDER]++;
            return;
        }
        cells[LAST + producer] = value;
    }

    /**
     * Fails unless the consumers together received what the sources had, and each of them every
     * producer's values in order.
     */
    static void verify(List<Source> sources, List<Tally> tallies) throws RunFailed {
        long count = 0;
        long sum = 0;
        long xor = 0;
        for (Source source : sources) {
            count += source.n();
            sum += source.sum();
            xor ^= source.xor();
        }

        Tally got = total(tallies);
        List<String> differences = new ArrayList<>();
        compare(differences, "values received", got.cells[COUNT], count);
        compare(differences, "sum of the values", got.cells[SUM], sum);
        compare(differences, "exclusive or of the values", got.cells[XOR], xor);
        compare(differences, "values out of their producer's order", got.cells[DISORDER], 0);
        if (!differences.isEmpty()) {
            throw new RunFailed(String.join("; ", differences));
        }
    }

    private static Tally total(List<Tally> tallies) {
        Tally total = new Tally(0);
        for (Tally tally : tallies) {
            total.cells[COUNT] += tally.cells[COUNT];
            total.cells[SUM] += tally.cells[SUM];
            total.cells[XOR] ^= tally.cells[XOR];
            total.cells[DISORDER] += tally.cells[DISORDER];
        }
        return total;
    }

    private static void compare(List<String> differences, String what, long got, long want) {
        if (got != want) {
            differences.add(
                    "%s: %s, want %s"
                            .formatted(
                                    what, Long.toUnsignedString(got), Long.toUnsignedString(want)));
        }
    }
}
