package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.awaitEqual;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.minitrail.lab.process.SpeakerMeans;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Several paths to a prefix (RFC 7911): the controller tells each speaker both paths of two clients, and each speaker tells the
 * controller both paths of two neighbors in other ASes. ExaBGP, which passes nothing on, has two of its own.
 */
@Timeout(400)
class AddPathIT {
    private static final String ROLE = "neighbor with several paths to a prefix";
    private static final String LEARN = "learn two paths";
    private static final String LABELS = "tell the label of each path";
    private static final String FORGET = "forget one of two paths";
    private static final String TELL = "tell two paths";
    private static final String TAKE_BACK = "take one of two paths back";

    private final Results results = new Results();

    @Test
    void each_path_comes_and_goes_by_itself(@TempDir Path state) throws Exception {
        for (Speaker speaker : Speaker.ALL) {
            boolean installed =
                    SpeakerMeans.isInstalled(net.minitrail.lab.speaker.Speaker.of(NodeKind.of(speaker.kind())));
            Assumptions.assumeTrue(
                    installed || Boolean.getBoolean("minitrail.require-peers"), "SKIPPED: no " + speaker.kind());
        }
        try (InteropLab lab = InteropLab.up(state, "paths", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2, reflector: true}
                  frr: {kind: frr, address: 192.168.100.11, families: [inet, inet-vpn], add-path: true, neighbors: [controller]}
                  gobgp: {kind: gobgp, address: 192.168.100.12, families: [inet, inet-vpn], add-path: true, neighbors: [controller]}
                  bird: {kind: bird, address: 192.168.100.13, families: [inet, inet-vpn], add-path: true, neighbors: [controller]}
                  openbgpd: {kind: openbgpd, address: 192.168.100.14, families: [inet, inet-vpn], add-path: true, neighbors: [controller]}
                  exabgp: {kind: exabgp, address: 192.168.100.15, families: [inet, inet-vpn], add-path: true, neighbors: [controller]}
                  one: {kind: exabgp, address: 192.168.100.21, families: [inet, inet-vpn], neighbors: [controller]}
                  two: {kind: exabgp, address: 192.168.100.22, families: [inet, inet-vpn], neighbors: [controller]}
                  three:
                    kind: exabgp
                    address: 192.168.100.23
                    autonomous-system: 65023
                    families: [inet, inet-vpn]
                    neighbors: [frr, gobgp, bird, openbgpd]
                  four:
                    kind: exabgp
                    address: 192.168.100.24
                    autonomous-system: 65024
                    families: [inet, inet-vpn]
                    neighbors: [frr, gobgp, bird, openbgpd]
                """)) {
            for (Family family : List.of(Family.INET, Family.INET_VPN)) {
                learn(lab, family);
                tell(lab, family);
                tellOwn(lab, family);
            }
        }
        new Matrix(results, Speaker.ALL).check();
    }

    /** What a neighbor is told of it by who has address {@code .last}; all have the same destination. */
    private static Route path(Family family, int number, int last) {
        boolean vpn = family.isVpn();
        return new Route(
                family,
                vpn ? "65500:" + number : "",
                (vpn ? "10.8." : "10.9.") + number + ".0/24",
                vpn ? 5000 + last : -1,
                "192.168.100." + last,
                vpn ? "65500:101" : "");
    }

    private void learn(InteropLab lab, Family family) throws Exception {
        var exabgp = new ExabgpSpeaker();
        Route one = path(family, 1, 21);
        Route two = path(family, 1, 22);
        exabgp.announce(lab, "one", one);
        exabgp.announce(lab, "two", two);
        for (Speaker speaker : Speaker.ALL) {
            awaitHeld(lab, speaker, one, two);
            results.works(ROLE, speaker, family, LEARN);
        }
        exabgp.withdraw(lab, "two", two);
        for (Speaker speaker : Speaker.ALL) {
            if (Exchange.keepsWithdrawn(speaker, family)) {
                awaitHeld(lab, speaker, one, two);
                results.cannot(ROLE, speaker, family, FORGET, Exchange.KEEPS);
            } else {
                awaitHeld(lab, speaker, one);
                results.works(ROLE, speaker, family, FORGET);
            }
        }
    }

    private void tell(InteropLab lab, Family family) throws Exception {
        var exabgp = new ExabgpSpeaker();
        Route three = path(family, 2, 23);
        Route four = path(family, 2, 24);
        exabgp.announce(lab, "three", three);
        exabgp.announce(lab, "four", four);
        List<Speaker> speakers = new ArrayList<>(Speaker.ALL);
        speakers.removeIf(ExabgpSpeaker.class::isInstance);
        for (Speaker speaker : speakers) {
            awaitHeld(lab, speaker, three, four);
            if (family.isVpn() && !speaker.showsLabels()) {
                awaitTold(lab, speaker, three, four.withLabel(three.label()));
                results.cannot(ROLE, speaker, family, LABELS, "has one label for all paths to a prefix");
            } else {
                awaitTold(lab, speaker, three, four);
                if (family.isVpn()) {
                    results.works(ROLE, speaker, family, LABELS);
                }
            }
            results.works(ROLE, speaker, family, TELL);
        }
        exabgp.withdraw(lab, "four", four);
        for (Speaker speaker : speakers) {
            if (Exchange.keepsWithdrawn(speaker, family)) {
                awaitTold(lab, speaker, three, four.withLabel(three.label()));
                results.cannot(ROLE, speaker, family, TAKE_BACK, Exchange.KEEPS);
            } else {
                awaitTold(lab, speaker, three);
                results.works(ROLE, speaker, family, TAKE_BACK);
            }
        }
    }

    private void tellOwn(InteropLab lab, Family family) throws Exception {
        var exabgp = new ExabgpSpeaker();
        Route one = path(family, 3, 25);
        Route other = path(family, 3, 26);
        exabgp.announce(lab, "exabgp", one, 1);
        exabgp.announce(lab, "exabgp", other, 2);
        awaitTold(lab, exabgp, one, other);
        results.works(ROLE, exabgp, family, TELL);
        if (family.isVpn()) {
            results.works(ROLE, exabgp, family, LABELS);
        }
        exabgp.withdraw(lab, "exabgp", other, 2);
        awaitTold(lab, exabgp, one);
        results.works(ROLE, exabgp, family, TAKE_BACK);
    }

    /** Waits until the speaker itself shows these paths to a destination, and no others of those who announce it. */
    private static void awaitHeld(InteropLab lab, Speaker speaker, Route... paths) throws Exception {
        Set<String> expected = nextHops(paths);
        Pattern nextHop = Pattern.compile(speaker.nextHop(), Pattern.MULTILINE);
        awaitEqual(
                "next hops at " + speaker,
                expected,
                () -> speaker.entries(lab, speaker.kind(), paths[0]).stream()
                        .flatMap(entry -> nextHop.matcher(entry).results())
                        .map(match -> match.group(1))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    private static ImmutableSet<String> nextHops(Route... paths) {
        ImmutableSortedSet.Builder<String> nextHops = ImmutableSortedSet.naturalOrder();
        for (Route path : paths) {
            nextHops.add(path.nextHop());
        }
        return nextHops.build();
    }

    /** Waits until the controller has these paths from the speaker, with their labels. */
    private static void awaitTold(InteropLab lab, Speaker speaker, Route... paths) {
        ImmutableSortedSet.Builder<String> expected = ImmutableSortedSet.naturalOrder();
        for (Route path : paths) {
            expected.add(path.nextHop() + " " + Math.max(path.label(), 0));
        }
        String source = lab.address(speaker.kind());
        awaitEqual("paths of " + speaker, expected.build(), () -> told(lab, paths[0].prefix(), source));
    }

    private static ImmutableSortedSet<String> told(InteropLab lab, String prefix, String source)
            throws IOException, InterruptedException {
        ImmutableSortedSet.Builder<String> told = ImmutableSortedSet.naturalOrder();
        for (JsonNode row : lab.routes("controller", "prefix=" + prefix)) {
            if (row.path("source").asString("").equals(source)) {
                told.add(row.path("next_hop").asString("") + " "
                        + row.path("label").asInt(0));
            }
        }
        return told.build();
    }
}
