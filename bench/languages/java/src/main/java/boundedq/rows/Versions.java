package boundedq.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Properties;
import java.util.stream.Collectors;

/** Which versions are measured. */
final class Versions {
    private static final Properties BUILD = load();

    private Versions() {}

    /** The version of a library in this jar, as the build wrote it down. */
    static String of(String library) {
        String version = BUILD.getProperty(library);
        if (version == null) {
            throw new IllegalArgumentException("no version of " + library + " in the build");
        }
        return version;
    }

    /** The version of the JVM's own library. */
    static String java() {
        return System.getProperty("java.version");
    }

    /** The JVM, whose compiler it is that makes the code that runs, and its collectors. */
    static String machine() {
        String collectors =
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(" + "));
        return "%s %s, collector %s%s"
                .formatted(
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        collectors,
                        ProcessorClock.BEST.caveat());
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
