package boundedq.rows;

/** What a run took: time on the clock, and processor time of the whole process. */
record Elapsed(long wallNanos, long processorNanos) {}
