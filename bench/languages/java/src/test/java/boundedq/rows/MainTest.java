package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final String CELL =
            "BenchmarkLanguages/scenario=handoff/impl=java-ArrayBlockingQueue/cap=16/p=1/c=1-2";
    private static final String LOSSY =
            "BenchmarkLanguages/scenario=handoff/impl=java-lossy/cap=16/p=1/c=1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(args, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void theListHasNamesAndSettings() {
        assertEquals(0, run("-list"));
        List<String> lines = lines(out);
        assertEquals(Cell.listed().size() + Rows.LISTED.size(), lines.size());
        assertEquals(Cell.listed().get(0).name(), lines.get(0));
        // What the benchmark format takes for a setting: no capitals and no spaces in the key.
        String key = "row-[a-z-]+: ";
        assertEquals(4, lines.stream().filter(line -> line.matches(key + ".*")).count());
    }

    @Test
    void theSettingsHaveTheVersionsOfTheBuild() {
        run("-list");
        String settings = String.join(" ", lines(out));
        String version = " \\d+\\.\\d+\\.\\d+, .*";
        assertTrue(settings.matches(".*JCTools MpmcArrayQueue" + version), settings);
        assertTrue(settings.matches(".*LMAX Disruptor" + version), settings);
        assertTrue(settings.contains(System.getProperty("java.vm.version")), settings);
    }

    @Test
    void resultsComeInTheOrderAskedFor() {
        String other = CELL.replace("cap=16", "cap=1");
        assertEquals(0, run("1", CELL, other, CELL));
        List<String> lines = lines(out);
        assertEquals(3, lines.size());
        String numbers = "\t\\d+\t\\d+\\.\\d\\d ns/op\t\\d+\\.\\d\\d cpu-ns/op";
        assertTrue(lines.get(0).matches(CELL + numbers), lines.get(0));
        assertTrue(lines.get(1).matches(other + numbers), lines.get(1));
        assertTrue(lines.get(2).matches(CELL + numbers), lines.get(2));
        assertEquals(List.of(), lines(err));
    }

    @Test
    void aLossEndsTheProgramWithoutAResult() {
        assertEquals(1, run("1", LOSSY));
        assertEquals(List.of(), lines(out));
        assertEquals(1, lines(err).size());
        assertTrue(lines(err).get(0).startsWith(LOSSY + ": values received: "), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0", "-1", "+5", "1.5", "1e3", "ten", "''", "' 1'", "3600001", "99999999999999999999",
    })
    void aTimeThatMakesNoSenseIsRefused(String milliseconds) {
        assertEquals(2, run(milliseconds, CELL));
        assertEquals(
                List.of(
                        "\""
                                + milliseconds
                                + "\" given: allowed are -list, or MILLISECONDS and names of"
                                + " cells; MILLISECONDS is a whole number from 1 to 3600000"),
                lines(err));
        assertEquals(List.of(), lines(out));
    }

    @Test
    void aCommandLineThatMakesNoSenseIsRefused() {
        for (String[] args :
                new String[][] {
                    {}, {"-list", CELL}, {"20"}, {"20", "nonsense"}, {"20", CELL, "nonsense"}
                }) {
            err.reset();
            assertEquals(2, run(args));
            assertEquals(1, lines(err).size());
        }
        assertEquals(List.of(), lines(out));
    }
}
