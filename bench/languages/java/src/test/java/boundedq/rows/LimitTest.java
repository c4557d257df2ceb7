package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.junit.jupiter.api.Test;

/** What the limits say about the queues is true of the queues. */
class LimitTest {
    private static void assertRefused(org.junit.jupiter.api.function.Executable construction) {
        assertThrows(IllegalArgumentException.class, construction);
    }

    @Test
    void theLeastCapacities() {
        assertRefused(() -> new ArrayBlockingQueue<Long>(0));
        assertRefused(() -> new MpmcArrayQueue<Long>(0));
        assertRefused(() -> new MpmcArrayQueue<Long>(1));
        assertRefused(
                () -> RingBuffer.createMultiProducer(Object::new, 0, new BlockingWaitStrategy()));
    }

    @Test
    void whatIsMeasuredHasExactlyTheCapacityAskedFor() {
        for (int capacity : new int[] {16, 128, 1024}) {
            assertEquals(capacity, new MpmcArrayQueue<Long>(capacity).capacity());
        }
        for (int capacity : new int[] {1, 16, 128, 1024}) {
            assertEquals(
                    capacity,
                    RingBuffer.createMultiProducer(
                                    Object::new, capacity, new BlockingWaitStrategy())
                            .remainingCapacity());
        }
    }

    @Test
    void aLimitIsTold() {
        assertEquals(
                "not at cap=0, cap=1: too small",
                Limit.ofCapacity(capacity -> capacity < 2, "too small").toString());
        assertEquals(
                "not at c=4: too many",
                Limit.ofConsumers(consumers -> consumers > 1, "too many").toString());
    }
}
