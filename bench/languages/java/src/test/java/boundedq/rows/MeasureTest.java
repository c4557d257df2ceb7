package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void nextIsWhatTakesTheGoalAndAFifth() {
        assertEquals(120, Measure.next(1000, 10, 100));
        assertEquals(1_200_000, Measure.next(1_000_000, 1_000_000, 1_000_000));
    }

    @Test
    void nextIsAtLeastOneMore() {
        assertEquals(11, Measure.next(1000, 10, 999_999));
    }

    @Test
    void nextIsAtMostAHundredTimesMore() {
        assertEquals(1000, Measure.next(1_000_000_000, 10, 1));
        assertEquals(100, Measure.next(1_000_000_000, 1, 0));
    }

    @Test
    void nextIsAtMostABillion() {
        assertEquals(Measure.MOST, Measure.next(3_600_000_000_000L, 900_000_000, 1_000_000_000));
    }

    /** The sizes of the runs of something that takes so long per operation. */
    private static List<Long> sizes(long goalNanos, double nanosPerOperation) throws RunFailed {
        List<Long> sizes = new ArrayList<>();
        Result result =
                Measure.measure(
                        goalNanos,
                        n -> {
                            sizes.add(n);
                            return new Elapsed((long) (n * nanosPerOperation), 0);
                        });
        assertEquals(sizes.get(sizes.size() - 1), result.n(), "the last run is the result");
        return sizes;
    }

    @Test
    void theFirstRunThatTakesLongEnoughIsTheResult() throws RunFailed {
        assertEquals(List.of(1L, 100L, 10_000L, 120_000L), sizes(10_000_000, 100));
        assertEquals(List.of(1L, 12L), sizes(10_000_000, 1_000_000));
    }

    @Test
    void oneOperationMayTakeLongEnough() throws RunFailed {
        assertEquals(List.of(1L), sizes(10_000_000, 10_000_000));
    }

    @Test
    void aBillionIsEnough() throws RunFailed {
        List<Long> sizes = sizes(3_600_000_000_000L, 0.5);
        assertEquals(Measure.MOST, sizes.get(sizes.size() - 1));
    }

    @Test
    void aFailureEndsIt() {
        assertThrows(
                RunFailed.class,
                () ->
                        Measure.measure(
                                1,
                                n -> {
                                    throw new RunFailed("lost");
                                }));
    }
}
