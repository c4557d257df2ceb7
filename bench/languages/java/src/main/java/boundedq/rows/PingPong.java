package boundedq.rows;

import java.util.List;

/** One value at a time goes through one queue and comes back through another. */
final class PingPong {
    private PingPong() {}

    static Elapsed run(Pair pair, long n) throws RunFailed {
        return Gate.run(List.of(() -> pair.bounce(n), pair::echo));
    }
}
