package boundedq.rows;

/** A command line that makes no sense. The message is one line: what was given, what is allowed. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String format, Object... given) {
        super(format.formatted(given).replaceAll("\\p{Cntrl}", "?"));
    }
}
