package boundedq.rows;

import java.util.List;

/** One queue of Java: what is to be said about it, which cells it has, and its loops. */
interface Row {
    /** The queue's name in a cell, behind {@code impl=}. */
    String impl();

    /** The library that it comes from, and which version of it. */
    String library();

    /** How it waits, and what else about it a reader of its numbers must know. */
    String notes();

    /** Which cells it does not have, and why. */
    List<Limit> limits();

    /** A new queue for values that go one way. No limit is about the shape. */
    Lane lane(Shape shape);

    /** Two new queues for round trips. No limit is about the shape. */
    Pair pair(Shape shape);
}
