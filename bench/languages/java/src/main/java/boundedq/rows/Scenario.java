package boundedq.rows;

import java.util.ArrayList;
import java.util.List;

/** What is done with a queue. */
enum Scenario {
    HANDOFF("handoff", new int[][] {{1, 1}, {4, 1}, {1, 4}, {4, 4}}) {
        @Override
        Elapsed run(Row row, Shape shape, long n) throws RunFailed {
            return Handoff.run(row.lane(shape), shape, n);
        }
    },

    PINGPONG("pingpong", new int[][] {{1, 1}}) {
        @Override
        Elapsed run(Row row, Shape shape, long n) throws RunFailed {
            return PingPong.run(row.pair(shape), n);
        }
    };

    final String label;

    /** All shapes of this scenario, whether or not a queue has them. */
    final List<Shape> shapes;

    Scenario(String label, int[][] sides) {
        this.label = label;
        List<Shape> all = new ArrayList<>();
        for (int capacity : Shape.CAPACITIES) {
            for (int[] side : sides) {
                all.add(new Shape(capacity, side[0], side[1]));
            }
        }
        shapes = List.copyOf(all);
    }

    /** Does n operations with new queues of the row. */
    abstract Elapsed run(Row row, Shape shape, long n) throws RunFailed;
}
