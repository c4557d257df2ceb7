package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long A1 = 1;
    private static final long A2 = 2;
    private static final long A3 = 3;
    private static final long B1 = (1L << 48) + 1;
    private static final long B2 = (1L << 48) + 2;

    /** Three values of producer 0 and two of producer 1. */
    private static final List<Source> SENT = Source.divide(5, 2);

    private static Tally received(long... values) {
        Tally tally = new Tally(2);
        for (long value : values) {
            tally.add(value);
        }
        return tally;
    }

    private static void right(Tally... tallies) {
        assertDoesNotThrow(() -> Tally.verify(SENT, List.of(tallies)));
    }

    private static String failure(Tally... tallies) {
        return assertThrows(RunFailed.class, () -> Tally.verify(SENT, List.of(tallies)))
                .getMessage();
    }

    @Test
    void whatWasSentIsRight() {
        right(received(A1, B1, A2, A3, B2));
        right(received(A2, B1), received(A1, A3, B2));
        right(received(A1, A2, A3, B1, B2), received());
    }

    @Test
    void aLossIsFound() {
        assertEquals(
                "values received: 4, want 5;"
                        + " sum of the values: 562949953421319, want 562949953421321;"
                        + " exclusive or of the values: 1, want 3",
                failure(received(A1, B1, A3, B2)));
    }

    @Test
    void aDuplicateIsFound() {
        assertEquals(
                "values received: 6, want 5;"
                        + " sum of the values: 562949953421323, want 562949953421321;"
                        + " exclusive or of the values: 1, want 3;"
                        + " values out of their producer's order: 1, want 0",
                failure(received(A1, B1, A2, A2, A3, B2)));
    }

    @Test
    void aDuplicateAtAnotherConsumerIsFound() {
        assertEquals(
                "values received: 6, want 5;"
                        + " sum of the values: 562949953421323, want 562949953421321;"
                        + " exclusive or of the values: 1, want 3",
                failure(received(A1, B1, A2, A3, B2), received(A2)));
    }

    @Test
    void aValueInPlaceOfAnotherIsFound() {
        assertEquals(
                "sum of the values: 562949953421320, want 562949953421321;"
                        + " exclusive or of the values: 2, want 3;"
                        + " values out of their producer's order: 1, want 0",
                failure(received(A1, B1, A2, A2, B2)));
    }

    @Test
    void disorderIsFound() {
        assertEquals(
                "values out of their producer's order: 1, want 0",
                failure(received(A1, A3, A2, B1, B2)));
    }

    @Test
    void aValueOfNobodyIsFound() {
        Tally tally = received(A1, A2, A3, B1, B2, 2L << 48);
        assertEquals(
                "values received: 6, want 5;"
                        + " sum of the values: 1125899906842633, want 562949953421321;"
                        + " exclusive or of the values: 562949953421315, want 3;"
                        + " values out of their producer's order: 1, want 0",
                failure(tally));
    }
}
