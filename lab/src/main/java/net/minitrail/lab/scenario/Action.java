package net.minitrail.lab.scenario;

import java.io.IOException;

/** Something that a step does. */
interface Action {
    /** Does it; what cannot be done is an exception with the reason. */
    void run(LabHandle lab) throws IOException, InterruptedException;
}
