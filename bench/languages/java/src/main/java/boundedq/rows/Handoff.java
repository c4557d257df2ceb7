package boundedq.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Values go from producers to consumers through one queue. An operation is one that arrived. */
final class Handoff {
    private Handoff() {}

    static Elapsed run(Lane lane, Shape shape, long n) throws RunFailed {
        List<Source> sources = Source.divide(n, shape.producers());
        List<Tally> tallies = new ArrayList<>();
        List<Work> workers = new ArrayList<>();

        AtomicInteger producing = new AtomicInteger(shape.producers());
        for (Source source : sources) {
            workers.add(
                    () -> {
                        lane.produce(source);
                        if (producing.decrementAndGet() == 0) {
                            lane.end(shape.consumers());
                        }
                    });
        }
        for (int c = 0; c < shape.consumers(); c++) {
            Tally tally = new Tally(shape.producers());
            tallies.add(tally);
            workers.add(() -> lane.consume(tally));
        }

        Elapsed elapsed = Gate.run(workers);
        Tally.verify(sources, tallies);
        return elapsed;
    }
}
