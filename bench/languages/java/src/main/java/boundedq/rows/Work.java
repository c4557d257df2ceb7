package boundedq.rows;

/** What one thread does in a run. */
@FunctionalInterface
interface Work {
    void run() throws InterruptedException, RunFailed;
}
