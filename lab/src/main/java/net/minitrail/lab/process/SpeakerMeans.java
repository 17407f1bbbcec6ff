package net.minitrail.lab.process;

import java.util.List;
import java.util.stream.Stream;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;

/** What this machine and user must have for the speakers of a lab. */
public final class SpeakerMeans {
    private SpeakerMeans() {}

    /** Whether the daemon and its tool are on this machine. */
    public static boolean isInstalled(Speaker speaker) {
        return lacking(speaker).isEmpty();
    }

    /**
     * Refuses a lab for whose nodes something is lacking.
     *
     * @throws LabException that names the first such node and what to do
     */
    static void require(Lab lab) {
        for (LabNode node : lab.nodes().values()) {
            if (node.kind().isSpeaker()) {
                require(node, Speaker.of(node.kind()));
            }
        }
    }

    private static void require(LabNode node, Speaker speaker) {
        List<String> lacking = lacking(speaker);
        if (!lacking.isEmpty()) {
            throw new LabException(
                    ErrorCode.MACHINE_LACKS,
                    "'" + node.name() + "': " + String.join(" and ", lacking) + " is not installed",
                    "on Debian: apt-get install " + speaker.debianPackage());
        }
        if (speaker.needsRoot() && !"root".equals(System.getProperty("user.name"))) {
            throw new LabException(
                    ErrorCode.MACHINE_LACKS,
                    "'" + node.name() + "': " + node.kind().word() + " runs as root only",
                    "it confines itself to a directory of its own, which takes root");
        }
    }

    private static List<String> lacking(Speaker speaker) {
        return Stream.of(speaker.daemon(), speaker.tool())
                .filter(program -> Programs.find(program).isEmpty())
                .toList();
    }
}
