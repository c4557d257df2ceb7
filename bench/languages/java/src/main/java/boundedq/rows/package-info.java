/**
 * Measures queues of Java, for the rows of Java in the table across languages. What the
 * program has to do is defined in {@code bench/languages/README.md}.
 *
 * <p>{@link boundedq.rows.Main} reads the command line, {@link boundedq.rows.Cell} its
 * names. A {@link boundedq.rows.Row} is one queue with its loops, and all of them are in
 * {@link boundedq.rows.Rows}. {@link boundedq.rows.Handoff} and {@link boundedq.rows.PingPong}
 * are what is done with a queue, with values from {@link boundedq.rows.Source} that a
 * {@link boundedq.rows.Tally} counts. {@link boundedq.rows.Gate} makes threads go at once and
 * takes the time, and {@link boundedq.rows.Measure} finds out how many values that needs.
 *
 * <h2>Why each queue has loops of its own</h2>
 *
 * The JVM compiles a call through an interface well as long as it has seen one or two classes
 * there. With a third one it becomes a search for the method, and the loop around it is compiled
 * again, slower. A loop that all queues shared would therefore be fast for the queue that is
 * measured first and slow for the others. So each queue's class has its loops written out, on a
 * field of the queue's own class, and an interface is only called once per thread and run.
 */
package boundedq.rows;
