package boundedq.rows;

/** A run whose time means nothing, because it did not do its work. */
final class RunFailed extends Exception {
    private static final long serialVersionUID = 1;

    RunFailed(String message) {
        super(message);
    }

    RunFailed(Throwable cause) {
        super(cause.toString(), cause);
    }
}
