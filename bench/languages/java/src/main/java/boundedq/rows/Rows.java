package boundedq.rows;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All queues. */
final class Rows {
    /** The queues of the table, in its order. */
    static final List<Row> LISTED =
            List.of(
                    new ArrayBlockingRow(),
                    new SynchronousRow(),
                    new JCToolsRow(),
                    new DisruptorRow());

    /** A queue that is measured when it is named, but does not belong into the table. */
    static final Row LOSSY = new LossyRow();

    private Rows() {}

    /**
     * The setting that describes a row. Its key is in lower case, unlike the row's name: the
     * benchmark format takes a line with a capital in the key for no setting at all.
     */
    static String setting(Row row) {
        String limits =
                row.limits().stream().map(limit -> "; " + limit).collect(Collectors.joining());
        return "row-%s: %s, %s; %s%s"
                .formatted(
                        row.impl().toLowerCase(Locale.ROOT),
                        row.library(),
                        Versions.machine(),
                        row.notes(),
                        limits);
    }
}
