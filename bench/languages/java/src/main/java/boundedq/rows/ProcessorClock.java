package boundedq.rows;

import com.sun.jna.Platform;
import java.lang.management.ManagementFactory;

/** Processor time of the process, user and system: of all its threads, the JVM's own too. */
abstract class ProcessorClock {
    /** The finest one that works here. */
    static final ProcessorClock BEST = best();

    /** Nanoseconds since some moment before the first call. */
    abstract long nanos();

    /** What has to be said about it, or nothing. */
    abstract String caveat();

    private static ProcessorClock best() {
        if (Platform.isLinux() && Platform.is64Bit()) {
            try {
                ProcessorClock kernel = new Kernel();
                kernel.nanos();
                return kernel;
            } catch (LinkageError | IllegalStateException e) {
                // The C library cannot be called here. The caveat of the other clock says so.
            }
        }
        return new Bean();
    }

    /** The clock of the kernel, in nanoseconds. */
    private static final class Kernel extends ProcessorClock {
        private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

        @Override
        long nanos() {
            long[] time = new long[2]; // struct timespec where a long has 64 bits
            if (LibC.clock_gettime(CLOCK_PROCESS_CPUTIME_ID, time) != 0) {
                throw new IllegalStateException("clock_gettime failed");
            }
            return time[0] * 1_000_000_000 + time[1];
        }

        @Override
        String caveat() {
            return "";
        }
    }

    /**
     * The clock of the JVM. Where it is made of clock ticks, as in Java 17 for Linux, it goes on
     * by 10 ms at a time: two samples of 20 ms can differ by half for that reason alone.
     */
    private static final class Bean extends ProcessorClock {
        private final com.sun.management.OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

        @Override
        long nanos() {
            return system.getProcessCpuTime();
        }

        @Override
        String caveat() {
            return ", processor time perhaps in steps of 10 ms";
        }
    }
}
