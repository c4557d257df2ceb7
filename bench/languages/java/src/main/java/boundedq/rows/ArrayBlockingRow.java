package boundedq.rows;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/** A ring under one lock with two conditions, in the library of Java. */
final class ArrayBlockingRow implements Row {
    @Override
    public String impl() {
        return "java-ArrayBlockingQueue";
    }

    @Override
    public String library() {
        return "java.util.concurrent of Java " + Versions.java();
    }

    @Override
    public String notes() {
        return "waits parked, on conditions of its lock; boxes each value";
    }

    @Override
    public List<Limit> limits() {
        return List.of(Limit.ofCapacity(capacity -> capacity < 1, "its least capacity is 1"));
    }

    @Override
    public Lane lane(Shape shape) {
        return new OneWay(new ArrayBlockingQueue<>(shape.capacity()));
    }

    @Override
    public Pair pair(Shape shape) {
        return new Trip(
                new ArrayBlockingQueue<>(shape.capacity()),
                new ArrayBlockingQueue<>(shape.capacity()));
    }

    record OneWay(ArrayBlockingQueue<Long> queue) implements Lane {
        @Override
        public void produce(Source source) throws InterruptedException {
            long last = source.last();
            for (long value = source.first(); value <= last; value++) {
                queue.put(value);
            }
        }

        @Override
        public void end(int consumers) throws InterruptedException {
            for (int i = 0; i < consumers; i++) {
                queue.put(Source.END);
            }
        }

        @Override
        public void consume(Tally tally) throws InterruptedException {
            for (long value = queue.take(); value != Source.END; value = queue.take()) {
                tally.add(value);
            }
        }
    }

    private record Trip(ArrayBlockingQueue<Long> there, ArrayBlockingQueue<Long> back)
            implements Pair {
        @Override
        public void bounce(long n) throws InterruptedException, RunFailed {
            for (long value = 1; value <= n; value++) {
                there.put(value);
                Pair.check(value, back.take());
            }
            there.put(Source.END);
            Pair.check(Source.END, back.take());
        }

        @Override
        public void echo() throws InterruptedException {
            long value;
            do {
                value = there.take();
                back.put(value);
            } while (value != Source.END);
        }
    }
}
