package boundedq.rows;

import java.util.List;
import org.jctools.queues.MpmcArrayQueue;

/** A ring without a lock and without waiting, for any number of producers and consumers. */
final class JCToolsRow implements Row {
    @Override
    public String impl() {
        return "java-JCTools";
    }

    @Override
    public String library() {
        return "JCTools MpmcArrayQueue " + Versions.of("jctools");
    }

    @Override
    public String notes() {
        return "cannot wait: try; when refused, yield and try again; boxes each value";
    }

    @Override
    public List<Limit> limits() {
        return List.of(Limit.ofCapacity(capacity -> capacity < 2, "its least capacity is 2"));
    }

    @Override
    public Lane lane(Shape shape) {
        return new OneWay(new MpmcArrayQueue<>(shape.capacity()));
    }

    @Override
    public Pair pair(Shape shape) {
        return new Trip(
                new MpmcArrayQueue<>(shape.capacity()), new MpmcArrayQueue<>(shape.capacity()));
    }

    private static void send(MpmcArrayQueue<Long> queue, Long value) {
        while (!queue.offer(value)) {
            Thread.yield();
        }
    }

    private static long receive(MpmcArrayQueue<Long> queue) {
        Long value = queue.poll();
        while (value == null) {
            Thread.yield();
            value = queue.poll();
        }
        return value;
    }

    private record OneWay(MpmcArrayQueue<Long> queue) implements Lane {
        @Override
        public void produce(Source source) {
            long last = source.last();
            for (long value = source.first(); value <= last; value++) {
                send(queue, value);
            }
        }

        @Override
        public void end(int consumers) {
            for (int i = 0; i < consumers; i++) {
                send(queue, Source.END);
            }
        }

        @Override
        public void consume(Tally tally) {
            for (long value = receive(queue); value != Source.END; value = receive(queue)) {
                tally.add(value);
            }
        }
    }

    private record Trip(MpmcArrayQueue<Long> there, MpmcArrayQueue<Long> back) implements Pair {
        @Override
        public void bounce(long n) throws RunFailed {
            for (long value = 1; value <= n; value++) {
                send(there, value);
                Pair.check(value, receive(back));
            }
            send(there, Source.END);
            Pair.check(Source.END, receive(back));
        }

        @Override
        public void echo() {
            long value;
            do {
                value = receive(there);
                send(back, value);
            } while (value != Source.END);
        }
    }
}
