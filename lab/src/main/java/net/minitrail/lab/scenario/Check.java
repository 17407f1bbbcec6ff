package net.minitrail.lab.scenario;

import java.io.IOException;
import net.minitrail.lab.process.RunningLab;

/** One thing to look at in a running lab. */
interface Check {
    /** Looks once. */
    Verdict look(RunningLab lab) throws IOException, InterruptedException;

    /**
     * What was seen.
     *
     * @param holds whether it is as expected
     * @param detail what was found and what was expected, for a person; several lines are fine
     */
    record Verdict(boolean holds, String detail) {
        static Verdict good() {
            return new Verdict(true, "");
        }

        static Verdict bad(String detail) {
            return new Verdict(false, detail);
        }
    }
}
