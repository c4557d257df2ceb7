package boundedq.rows;

import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cells that a queue does not have.
 *
 * @param refuses says of a shape whether the queue lacks it
 * @param cells the part of the names that these cells have in common
 * @param why the reason
 */
record Limit(Predicate<Shape> refuses, String cells, String why) {
    /** The queue lacks some capacities. */
    static Limit ofCapacity(IntPredicate lacks, String why) {
        String cells = named("cap=", Shape.CAPACITIES.stream(), lacks);
        return new Limit(shape -> lacks.test(shape.capacity()), cells, why);
    }

    /** The queue lacks some numbers of consumers. */
    static Limit ofConsumers(IntPredicate lacks, String why) {
        String cells = named("c=", Stream.of(1, 4), lacks);
        return new Limit(shape -> lacks.test(shape.consumers()), cells, why);
    }

    private static String named(String key, Stream<Integer> values, IntPredicate lacks) {
        return values.filter(lacks::test)
                .map(value -> key + value)
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "not at " + cells + ": " + why;
    }
}
