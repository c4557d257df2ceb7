package boundedq.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the program was asked for.
 *
 * @param list whether to print the cells; nothing is measured then
 * @param goalNanos how long a run has to take
 * @param cells what to measure, in this order
 */
record CommandLine(boolean list, long goalNanos, List<Cell> cells) {
    private static final String USAGE = "-list, or MILLISECONDS and names of cells";
    private static final int MOST_MILLISECONDS = 3_600_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");

    static CommandLine parse(String[] args) throws UsageException {
        if (args.length == 0) {
            throw new UsageException("no argument given: allowed are %s", USAGE);
        }
        if (args[0].equals("-list")) {
            if (args.length > 1) {
                throw new UsageException("\"%s\" given: nothing is allowed behind -list", args[1]);
            }
            return new CommandLine(true, 0, List.of());
        }

        int milliseconds = milliseconds(args[0]);
        if (args.length == 1) {
            throw new UsageException("no name given behind \"%s\": allowed are %s", args[0], USAGE);
        }
        List<Cell> cells = new ArrayList<>();
        for (String name : Arrays.copyOfRange(args, 1, args.length)) {
            cells.add(Cell.parse(name));
        }
        return new CommandLine(false, milliseconds * 1_000_000L, cells);
    }

    private static int milliseconds(String given) throws UsageException {
        if (NUMBER.matcher(given).matches()) {
            int milliseconds = Integer.parseInt(given);
            if (milliseconds >= 1 && milliseconds <= MOST_MILLISECONDS) {
                return milliseconds;
            }
        }
        throw new UsageException(
                "\"%s\" given: allowed are %s; MILLISECONDS is a whole number from 1 to %d",
                given, USAGE, MOST_MILLISECONDS);
    }
}
