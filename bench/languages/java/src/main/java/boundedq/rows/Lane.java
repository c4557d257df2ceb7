package boundedq.rows;

/**
 * A new queue for one run, and the loops of those who use it.
 *
 * <p>Each method is called once by a thread, so the call through this interface is no part of
 * what is measured. {@link boundedq.rows} says why the loops are not shared.
 */
interface Lane {
    /** Sends the values of the source, in order. */
    void produce(Source source) throws InterruptedException;

    /** Ends the traffic: sends {@link Source#END} once to each consumer, behind all values. */
    void end(int consumers) throws InterruptedException;

    /** Receives values into the tally, until the end. */
    void consume(Tally tally) throws InterruptedException;
}
