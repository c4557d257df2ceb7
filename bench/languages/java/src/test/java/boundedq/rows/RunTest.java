package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every queue does its work, and one that does not is found out. */
@Timeout(60)
class RunTest {
    static List<Cell> listed() {
        return Cell.listed();
    }

    @ParameterizedTest
    @MethodSource("listed")
    void everyCellDeliversEveryValueInOrder(Cell cell) throws RunFailed {
        for (long n : new long[] {1, 2, 3, 500}) {
            assertTrue(cell.run(n).wallNanos() > 0);
        }
    }

    @Test
    void aLostValueFailsARunOfAnyLength() throws UsageException {
        for (String shape : new String[] {"cap=1/p=1/c=1", "cap=16/p=4/c=4", "cap=128/p=1/c=4"}) {
            String name = "BenchmarkLanguages/scenario=handoff/impl=java-lossy/" + shape;
            Cell cell = Cell.parse(name);
            for (long n : new long[] {1, 2, 1000}) {
                String message = assertThrows(RunFailed.class, () -> cell.run(n)).getMessage();
                assertTrue(
                        message.startsWith(
                                name + ": values received: " + (n - 1) + ", want " + n + "; sum"),
                        message);
            }
        }
    }

    /** Sends another value back than came, and never ends by itself. */
    private static final class Wrong implements Pair {
        private final Pair right;

        Wrong(Pair right) {
            this.right = right;
        }

        @Override
        public void bounce(long n) throws InterruptedException, RunFailed {
            Pair.check(5, 7);
        }

        @Override
        public void echo() throws InterruptedException {
            right.echo();
        }
    }

    @Test
    void aWrongRoundTripFailsTheRunThoughTheOtherSideWaits() {
        Pair pair = new Wrong(new ArrayBlockingRow().pair(new Shape(1, 1, 1)));
        String message =
                assertThrows(RunFailed.class, () -> PingPong.run(pair, 10)).getMessage();
        assertEquals("round trip of 5 brought back 7", message);
    }

    @Test
    void anErrorInAThreadFailsTheRun() {
        Work broken =
                () -> {
                    throw new IllegalStateException("broken");
                };
        Work waiting = () -> Thread.sleep(Long.MAX_VALUE);
        String message =
                assertThrows(RunFailed.class, () -> Gate.run(List.of(waiting, broken)))
                        .getMessage();
        assertEquals("java.lang.IllegalStateException: broken", message);
    }

    @Test
    void theClockRunsUntilTheLastHasEnded() throws RunFailed {
        Elapsed elapsed = Gate.run(List.of(() -> Thread.sleep(30), () -> Thread.sleep(1)));
        assertTrue(elapsed.wallNanos() >= 30_000_000, elapsed.toString());
    }

    @Test
    void processorTimeIsThatOfTheThreads() throws RunFailed {
        Work busy =
                () -> {
                    long start = ProcessorClock.BEST.nanos();
                    while (ProcessorClock.BEST.nanos() - start < 50_000_000) {
                        Thread.onSpinWait();
                    }
                };
        Elapsed elapsed = Gate.run(List.of(busy));
        assertTrue(elapsed.processorNanos() >= 50_000_000, elapsed.toString());
    }
}
