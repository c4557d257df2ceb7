package boundedq.rows;

import com.sun.jna.Native;

/** Functions of the C library. Using it is a LinkageError where it cannot be loaded. */
final class LibC {
    static {
        Native.register("c");
    }

    private LibC() {}

    static native int clock_gettime(int clock, long[] time);
}
