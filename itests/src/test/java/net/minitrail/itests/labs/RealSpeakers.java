package net.minitrail.itests.labs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import net.minitrail.lab.process.SpeakerMeans;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.topology.NodeKind;

/** Which of the real BGP speakers tests may count on. */
public final class RealSpeakers {
    private RealSpeakers() {}

    /** Skips the test, by name, if the speaker is not installed; fails it if it is required to be. */
    public static void need(String kind) {
        Speaker speaker = Speaker.of(NodeKind.of(kind));
        boolean there = SpeakerMeans.isInstalled(speaker)
                && (!speaker.needsRoot() || "root".equals(System.getProperty("user.name")));
        if (Boolean.getBoolean("minitrail.require-peers")) {
            assertTrue(there, kind + " is required and cannot run here");
        }
        assumeTrue(there, kind + " is not installed, or needs root");
    }
}
