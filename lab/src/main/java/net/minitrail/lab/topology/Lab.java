package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.underlay.Wiring;

/**
 * A lab as its file describes it, checked. Maps keep the order of the file.
 *
 * @param file where it was read from
 * @param digest SHA-256 of the file's text, in hex: tells whether a running lab is this one
 * @param message printed after {@code up}; empty for none
 * @param encapsulationPriorities what agents prefer to send in, the first one first; empty for the system's default
 * @param ecmpHash the fields that choose among guests with the same address; empty for all five
 */
public record Lab(
        String name,
        String about,
        long autonomousSystem,
        Wiring wiring,
        boolean xmppTls,
        String message,
        ImmutableList<String> encapsulationPriorities,
        ImmutableList<String> ecmpHash,
        ImmutableMap<String, LabNode> nodes,
        ImmutableMap<String, LabNetwork> networks,
        ImmutableMap<String, LabGuest> guests,
        ImmutableMap<String, ImmutableList<LabRule>> policies,
        ImmutableMap<String, ImmutableList<LabRule>> securityGroups,
        ImmutableList<StepSource> steps,
        Path file,
        String digest) {

    /** The nodes of a kind, in the order of the file. */
    public ImmutableList<LabNode> nodes(NodeKind kind) {
        return nodes.values().stream().filter(node -> node.kind() == kind).collect(ImmutableList.toImmutableList());
    }

    /** The guests of an agent. */
    public ImmutableList<LabGuest> guestsOn(String node) {
        return guests.values().stream()
                .filter(guest -> guest.node().equals(node))
                .collect(ImmutableList.toImmutableList());
    }

    /** The name of the node with this protocol address, or the address itself. */
    public String nodeAt(Ipv4Address address) {
        return nodes.values().stream()
                .filter(node -> node.address().equals(address))
                .map(LabNode::name)
                .findFirst()
                .orElse(address.toString());
    }
}
