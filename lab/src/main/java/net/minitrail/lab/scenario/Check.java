package net.minitrail.lab.scenario;

import java.io.IOException;
import net.minitrail.lab.process.RunningLab;

/** One thing to look at in a running lab. */
interface Check {
    /** Whether it can't look twice, since looking changes what there is to see. */
    default boolean once() {
        return false;
    }

    /** Looks once. */
    Verdict look(RunningLab lab) throws IOException, InterruptedException;

    /**
     * What was seen.
     *
     * @param holds whether it is as expected
     * @param detail what was found and what was expected, for a person; several lines are fine; what was measured if it holds
     */
    record Verdict(boolean holds, String detail) {
        static Verdict good() {
            return new Verdict(true, "");
        }

        /** As expected, with something to tell. */
        static Verdict good(String measured) {
            return new Verdict(true, measured);
        }

        static Verdict bad(String detail) {
            return new Verdict(false, detail);
        }
    }
}
