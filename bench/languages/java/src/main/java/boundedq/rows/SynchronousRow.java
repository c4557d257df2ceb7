package boundedq.rows;

import java.util.List;
import java.util.concurrent.SynchronousQueue;

/** The rendezvous of Java: a value goes from hand to hand, and nothing is stored. */
final class SynchronousRow implements Row {
    @Override
    public String impl() {
        return "java-SynchronousQueue";
    }

    @Override
    public String library() {
        return "java.util.concurrent of Java " + Versions.java();
    }

    @Override
    public String notes() {
        return "waits parked, the newest waiter being served first, which is its default;"
                + " boxes each value";
    }

    @Override
    public List<Limit> limits() {
        return List.of(Limit.ofCapacity(capacity -> capacity != 0, "it stores nothing"));
    }

    @Override
    public Lane lane(Shape shape) {
        return new OneWay(new SynchronousQueue<>());
    }

    @Override
    public Pair pair(Shape shape) {
        return new Trip(new SynchronousQueue<>(), new SynchronousQueue<>());
    }

    private record OneWay(SynchronousQueue<Long> queue) implements Lane {
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

    private record Trip(SynchronousQueue<Long> there, SynchronousQueue<Long> back)
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
