package boundedq.rows;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.List;

/**
 * A ring of events that are allocated once and written over, and that a consumer handles in
 * batches. A slot is free again when the batch that it belongs to has been handled.
 *
 * <p>A handler ends its processor when it meets {@link Source#END}. To halt it from outside, as
 * the library offers, would leave behind what has not been handled.
 */
final class DisruptorRow implements Row {
    @Override
    public String impl() {
        return "java-Disruptor";
    }

    @Override
    public String library() {
        return "LMAX Disruptor " + Versions.of("disruptor");
    }

    @Override
    public String notes() {
        return "BlockingWaitStrategy: the consumer waits on a monitor, but spins for a slot that is"
                + " claimed and not yet written; a producer of a full ring sleeps, for 1 ns at a"
                + " time; writes the value into an event, no box; ProducerType.SINGLE at p=1, else"
                + " MULTI; a value is received in a handler, and its slot free when the batch is done";
    }

    @Override
    public List<Limit> limits() {
        return List.of(
                Limit.ofCapacity(capacity -> capacity < 1, "its least capacity is 1"),
                Limit.ofConsumers(
                        consumers -> consumers > 1,
                        "each consumer gets every event, and version 4 has no pool of workers"));
    }

    @Override
    public Lane lane(Shape shape) {
        return new OneWay(shape);
    }

    @Override
    public Pair pair(Shape shape) {
        return new Trip(shape);
    }

    /** What a slot of the ring holds. */
    private static final class Event {
        private long value;
    }

    private static RingBuffer<Event> ring(Shape shape) {
        ProducerType producers =
                shape.producers() == 1 ? ProducerType.SINGLE : ProducerType.MULTI;
        return RingBuffer.create(
                producers, Event::new, shape.capacity(), new BlockingWaitStrategy());
    }

    /** The one consumer of a ring. From here on, producers wait for it. */
    private static BatchEventProcessor<Event> consumer(
            RingBuffer<Event> ring, EventHandler<Event> handler) {
        BatchEventProcessor<Event> processor =
                new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), handler);
        ring.addGatingSequences(processor.getSequence());
        return processor;
    }

    private static void send(RingBuffer<Event> ring, long value) {
        long sequence = ring.next();
        ring.get(sequence).value = value;
        ring.publish(sequence);
    }

    private static final class OneWay implements Lane {
        private final RingBuffer<Event> ring;
        private final Counting handler = new Counting();

        OneWay(Shape shape) {
            ring = ring(shape);
            handler.processor = consumer(ring, handler);
        }

        @Override
        public void produce(Source source) {
            long last = source.last();
            for (long value = source.first(); value <= last; value++) {
                send(ring, value);
            }
        }

        @Override
        public void end(int consumers) {
            for (int i = 0; i < consumers; i++) {
                send(ring, Source.END);
            }
        }

        @Override
        public void consume(Tally tally) {
            handler.tally = tally;
            handler.processor.run();
        }
    }

    /** Receives what goes one way. */
    private static final class Counting implements EventHandler<Event> {
        private BatchEventProcessor<Event> processor;
        private Tally tally;

        @Override
        public void onEvent(Event event, long sequence, boolean endOfBatch) {
            if (event.value == Source.END) {
                processor.halt();
                return;
            }
            tally.add(event.value);
        }
    }

    private static final class Trip implements Pair {
        private final RingBuffer<Event> there;
        private final Relay bouncing;
        private final Relay echoing;

        Trip(Shape shape) {
            there = ring(shape);
            RingBuffer<Event> back = ring(shape);
            bouncing = new Relay(there, true);
            bouncing.processor = consumer(back, bouncing);
            echoing = new Relay(back, false);
            echoing.processor = consumer(there, echoing);
        }

        @Override
        public void bounce(long n) throws RunFailed {
            bouncing.last = n;
            send(there, bouncing.awaited);
            bouncing.processor.run();
            if (bouncing.failure != null) {
                throw bouncing.failure;
            }
        }

        @Override
        public void echo() {
            echoing.processor.run();
        }
    }

    /**
     * Answers each value that arrives in one ring with one in the other. It is one class for both
     * sides of a round trip, because it and {@link Counting} are all that the library's loop may
     * see before its call of the handler becomes slow.
     */
    private static final class Relay implements EventHandler<Event> {
        private final RingBuffer<Event> out;
        private final boolean bounces;
        private BatchEventProcessor<Event> processor;
        private long awaited = 1;
        private long last;
        private RunFailed failure;

        Relay(RingBuffer<Event> out, boolean bounces) {
            this.out = out;
            this.bounces = bounces;
        }

        @Override
        public void onEvent(Event event, long sequence, boolean endOfBatch) {
            if (bounces) {
                bounce(event.value);
            } else {
                echo(event.value);
            }
        }

        private void bounce(long value) {
            try {
                Pair.check(awaited, value);
            } catch (RunFailed e) {
                failure = e; // kept for the caller: the library would log what is thrown here
                processor.halt();
                return;
            }
            if (value == Source.END) {
                processor.halt();
                return;
            }
            awaited = value < last ? value + 1 : Source.END;
            send(out, awaited);
        }

        private void echo(long value) {
            send(out, value);
            if (value == Source.END) {
                processor.halt();
            }
        }
    }
}
