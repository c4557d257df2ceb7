package boundedq.rows;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/** Loses one value in the middle of the first producer's, to show that a loss is found. */
final class LossyRow implements Row {
    @Override
    public String impl() {
        return "java-lossy";
    }

    @Override
    public String library() {
        return new ArrayBlockingRow().library();
    }

    @Override
    public String notes() {
        return "loses a value";
    }

    @Override
    public List<Limit> limits() {
        return new ArrayBlockingRow().limits();
    }

    @Override
    public Lane lane(Shape shape) {
        return new Losing(new ArrayBlockingRow.OneWay(new ArrayBlockingQueue<>(shape.capacity())));
    }

    @Override
    public Pair pair(Shape shape) {
        throw new UnsupportedOperationException("a lost value never comes back");
    }

    private record Losing(ArrayBlockingRow.OneWay lane) implements Lane {
        @Override
        public void produce(Source source) throws InterruptedException {
            long lost = source.producer() == 0 ? source.first() + source.n() / 2 : Source.END;
            long last = source.last();
            for (long value = source.first(); value <= last; value++) {
                if (value != lost) {
                    lane.queue().put(value);
                }
            }
        }

        @Override
        public void end(int consumers) throws InterruptedException {
            lane.end(consumers);
        }

        @Override
        public void consume(Tally tally) throws InterruptedException {
            lane.consume(tally);
        }
    }
}
