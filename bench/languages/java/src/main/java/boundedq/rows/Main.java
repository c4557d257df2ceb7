package boundedq.rows;

import java.io.PrintStream;

/** The program: lists the cells, or measures those that are named. */
public final class Main {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    /** Ends with the status that says how it went. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            CommandLine asked = CommandLine.parse(args);
            if (asked.list()) {
                list(out);
            } else {
                measure(asked, out);
            }
            return DONE;
        } catch (UsageException e) {
            err.println(e.getMessage());
            return MISUSED;
        } catch (RunFailed e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static void list(PrintStream out) {
        for (Cell cell : Cell.listed()) {
            out.println(cell.name());
        }
        for (Row row : Rows.LISTED) {
            out.println(Rows.setting(row));
        }
    }

    private static void measure(CommandLine asked, PrintStream out) throws RunFailed {
        WarmUp.warmUp(asked.cells(), asked.goalNanos());
        for (Cell cell : asked.cells()) {
            Result result = Measure.measure(asked.goalNanos(), cell::run);
            out.println(result.line(cell.name()));
            if (out.checkError()) {
                throw new RunFailed(cell.name() + ": the result cannot be written");
            }
        }
    }
}
