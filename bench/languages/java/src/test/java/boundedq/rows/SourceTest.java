package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void sumAndXorAreThoseOfTheValues() {
        for (int producer : new int[] {0, 1, 3}) {
            for (long n = 0; n <= 21; n++) {
                Source source = new Source(producer, n);
                long sum = 0;
                long xor = 0;
                for (long value = source.first(); value <= source.last(); value++) {
                    sum += value;
                    xor ^= value;
                }
                assertEquals(sum, source.sum(), "sum of " + source);
                assertEquals(xor, source.xor(), "xor of " + source);
            }
        }
    }

    @Test
    void sumDoesNotOverflowOnTheWay() {
        // n times n + 1 would be more than 2^64; half of it is not.
        long sum = new Source(0, 5_000_000_000L).sum();
        assertEquals("12500000002500000000", Long.toUnsignedString(sum));
    }

    @Test
    void aValueIsItsProducerAndASequenceNumber() {
        assertEquals(0x0003_0000_0000_0001L, new Source(3, 5).first());
        assertEquals(0x0003_0000_0000_0005L, new Source(3, 5).last());
    }

    @Test
    void theFirstProducersSendOneMore() {
        assertEquals(
                List.of(new Source(0, 3), new Source(1, 3), new Source(2, 2), new Source(3, 2)),
                Source.divide(10, 4));
        assertEquals(List.of(new Source(0, 1), new Source(1, 0)), Source.divide(1, 2));
    }

    @Test
    void theEndIsNoValue() {
        assertNotEquals(Source.END, new Source(3, Measure.MOST).last());
    }
}
