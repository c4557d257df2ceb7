package boundedq.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the JVM compile what is going to be measured.
 *
 * <p>A queue's loops run many times slower until they have been compiled, and are compiled again
 * when they meet a case that they had not met before, such as a queue that is full. So before the
 * first cell is measured, the cells of each scenario and queue are run in turn, for about a tenth
 * of the measured time each, until ten times the measured time has passed. Nothing is printed, but
 * the values are checked as in any run. Each cell is warmed further by the shorter runs that find
 * its number of operations.
 *
 * <p>No collection is asked for between runs, unlike in Go's testing package: a queue that makes
 * garbage would be timed without the cost of it. A collection of the young takes time for what is
 * alive, not for garbage, and is begun by whoever allocates, so it falls on the right queue.
 */
final class WarmUp {
    private static final int TIMES = 10;
    private static final int TURNS = 10;

    private WarmUp() {}

    static void warmUp(List<Cell> cells, long goalNanos) throws RunFailed {
        record Group(Scenario scenario, Row row) {}
        Map<Group, List<Cell>> groups = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Group group = new Group(cell.scenario(), cell.row());
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(cell);
        }
        for (List<Cell> group : groups.values()) {
            inTurn(group, goalNanos);
        }
    }

    private static void inTurn(List<Cell> cells, long goalNanos) throws RunFailed {
        long[] n = new long[cells.size()];
        Arrays.fill(n, 1);
        long start = System.nanoTime();
        for (int i = 0; System.nanoTime() - start < TIMES * goalNanos; i = (i + 1) % n.length) {
            Elapsed elapsed = cells.get(i).run(n[i]);
            n[i] = Measure.next(goalNanos / TURNS, n[i], elapsed.wallNanos());
        }
    }
}
