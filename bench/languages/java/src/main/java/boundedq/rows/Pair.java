package boundedq.rows;

/** Two new queues for one run of round trips, and the loops on both sides, as in {@link Lane}. */
interface Pair {
    /**
     * Sends 1 to n there, each after the one before has come back, and then {@link Source#END},
     * which has to come back as well.
     */
    void bounce(long n) throws InterruptedException, RunFailed;

    /** Sends back what comes, until {@link Source#END} has been sent back. */
    void echo() throws InterruptedException;

    /** Fails unless what came back is what was sent. */
    static void check(long sent, long got) throws RunFailed {
        if (got != sent) {
            throw new RunFailed(
                    "round trip of %s brought back %s"
                            .formatted(Long.toUnsignedString(sent), Long.toUnsignedString(got)));
        }
    }
}
