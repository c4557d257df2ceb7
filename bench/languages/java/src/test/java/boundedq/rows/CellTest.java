package boundedq.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
    private static final String HANDOFF = "BenchmarkLanguages/scenario=handoff/";
    private static final String PINGPONG = "BenchmarkLanguages/scenario=pingpong/";

    @Test
    void aNameIsReadInAllItsParts() throws UsageException {
        String name = HANDOFF + "impl=java-JCTools/cap=16/p=4/c=1-2";
        Cell cell = Cell.parse(name);
        assertEquals(name, cell.name());
        assertEquals(Scenario.HANDOFF, cell.scenario());
        assertEquals("java-JCTools", cell.row().impl());
        assertEquals(new Shape(16, 4, 1), cell.shape());
    }

    @Test
    void everyListedNameIsOne() throws UsageException {
        for (Cell cell : Cell.listed()) {
            assertEquals(cell, Cell.parse(cell.name()));
            String withProcessors = cell.name() + "-16";
            assertEquals(withProcessors, Cell.parse(withProcessors).name());
        }
    }

    @Test
    void theListIsWhatTheQueuesHave() {
        // Handoff: four capacities of ArrayBlockingQueue with four shapes, one of SynchronousQueue,
        // three of JCTools, and four of the Disruptor with two. Round trips: one shape of each.
        assertEquals(4 * 4 + 4 + 3 * 4 + 4 * 2 + (4 + 1 + 3 + 4), Cell.listed().size());
    }

    @Test
    void theLossyQueueIsThereAndNotListed() throws UsageException {
        assertEquals(
                Rows.LOSSY, Cell.parse(HANDOFF + "impl=java-lossy/cap=1/p=1/c=1").row());
        assertFalse(Cell.listed().stream().anyMatch(cell -> cell.row() == Rows.LOSSY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "handoff",
                "scenario=handoff/impl=java-JCTools/cap=16/p=1/c=1",
                HANDOFF + "impl=java-jctools/cap=16/p=1/c=1",
                HANDOFF + "impl=java-JCTools/cap=17/p=1/c=1",
                HANDOFF + "impl=java-JCTools/cap=016/p=1/c=1",
                HANDOFF + "impl=java-JCTools/cap=16/p=2/c=1",
                HANDOFF + "impl=java-JCTools/cap=16/p=1/c=1-",
                HANDOFF + "impl=java-JCTools/cap=16/p=1/c=1-0",
                HANDOFF + "impl=java-JCTools/cap=16/p=1/c=1-two",
                HANDOFF + "impl=java-JCTools/cap=16/p=1/c=1-2-2",
                HANDOFF + "impl=java-JCTools/cap=16/p=1/c=1/",
                HANDOFF + "impl=java-JCTools/p=1/c=1/cap=16",
                PINGPONG + "impl=java-JCTools/cap=16/p=4/c=1",
                PINGPONG + "impl=java-lossy/cap=16/p=1/c=1",
            })
    void anUnknownNameIsRefused(String name) {
        String message = assertThrows(UsageException.class, () -> Cell.parse(name)).getMessage();
        assertEquals(
                "unknown cell \""
                        + name
                        + "\": a name that -list prints is allowed, with or without a dash and the"
                        + " number of processors, from 1, behind it",
                message);
    }

    @Test
    void aMessageIsOneLine() {
        String message = assertThrows(UsageException.class, () -> Cell.parse("a\nb")).getMessage();
        assertEquals(1, message.lines().count());
    }

    private static String refusal(String name) {
        return assertThrows(UsageException.class, () -> Cell.parse(name)).getMessage();
    }

    @Test
    void aShapeThatAQueueCannotHaveIsRefusedWithTheReason() {
        String one = HANDOFF + "impl=java-JCTools/cap=1/p=1/c=1-2";
        assertEquals(
                "no cell \""
                        + one
                        + "\": java-JCTools is not at cap=0, cap=1: its least capacity is 2",
                refusal(one));
        String many = HANDOFF + "impl=java-Disruptor/cap=16/p=1/c=4";
        assertEquals(
                "no cell \""
                        + many
                        + "\": java-Disruptor is not at c=4: each consumer gets every event, and"
                        + " version 4 has no pool of workers",
                refusal(many));
    }
}
