package boundedq.rows;

import java.util.List;

/** A capacity, and how many producers and consumers there are. */
record Shape(int capacity, int producers, int consumers) {
    static final List<Integer> CAPACITIES = List.of(0, 1, 16, 128, 1024);

    @Override
    public String toString() {
        return "cap=" + capacity + "/p=" + producers + "/c=" + consumers;
    }
}
