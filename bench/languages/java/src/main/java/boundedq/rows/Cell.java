package boundedq.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is measured in one line: a scenario, a queue and a shape.
 *
 * @param name as it was given, so with the number of processors if there was one. Threads of
 *     Java are the system's, which has the processors that it has: the number changes nothing.
 */
record Cell(String name, Scenario scenario, Row row, Shape shape) {
    private static final String BENCHMARK = "BenchmarkLanguages";
    private static final Pattern PROCESSORS = Pattern.compile("-[1-9][0-9]*$");

    /** All cells by their names, among them those that the limits of a row rule out. */
    private static final Map<String, Cell> ALL = all();

    private static Map<String, Cell> all() {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Scenario scenario : Scenario.values()) {
            for (Row row : Rows.LISTED) {
                add(cells, scenario, row);
            }
        }
        add(cells, Scenario.HANDOFF, Rows.LOSSY);
        return cells;
    }

    private static void add(Map<String, Cell> cells, Scenario scenario, Row row) {
        for (Shape shape : scenario.shapes) {
            String name =
                    String.join(
                            "/",
                            BENCHMARK,
                            "scenario=" + scenario.label,
                            "impl=" + row.impl(),
                            shape.toString());
            cells.put(name, new Cell(name, scenario, row, shape));
        }
    }

    /** The cells of the table. */
    static List<Cell> listed() {
        List<Cell> cells = new ArrayList<>(ALL.values());
        cells.removeIf(cell -> cell.row == Rows.LOSSY || !cell.limits().isEmpty());
        return cells;
    }

    /** The cell of that name, with or without a number of processors behind a last dash. */
    static Cell parse(String name) throws UsageException {
        Cell cell = ALL.get(PROCESSORS.matcher(name).replaceFirst(""));
        if (cell == null) {
            throw new UsageException(
                    "unknown cell \"%s\": a name that -list prints is allowed, with or without"
                            + " a dash and the number of processors, from 1, behind it",
                    name);
        }
        if (!cell.limits().isEmpty()) {
            throw new UsageException(
                    "no cell \"%s\": %s is %s",
                    name,
                    cell.row.impl(),
                    cell.limits().stream().map(Limit::toString).collect(Collectors.joining("; ")));
        }
        return new Cell(name, cell.scenario, cell.row, cell.shape);
    }

    private List<Limit> limits() {
        return row.limits().stream().filter(limit -> limit.refuses().test(shape)).toList();
    }

    /** Does n operations, with new queues. A failure names the cell. */
    Elapsed run(long n) throws RunFailed {
        try {
            return scenario.run(row, shape, n);
        } catch (RunFailed e) {
            throw new RunFailed(name + ": " + e.getMessage());
        }
    }
}
