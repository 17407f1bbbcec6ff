package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.NodeKind;
import tools.jackson.databind.node.ObjectNode;

/**
 * A BGP daemon of others. All commands run in the directory of the node, where relative paths lead; {@code host} is the
 * node's transport address. Immutable.
 */
public sealed interface Speaker permits Frr, Gobgp, Bird, Openbgpd, Exabgp {

    /** The daemon behind a kind of node; an {@link IllegalArgumentException} if the kind is none. */
    static Speaker of(NodeKind kind) {
        return switch (kind) {
            case FRR -> new Frr();
            case GOBGP -> new Gobgp();
            case BIRD -> new Bird();
            case OPENBGPD -> new Openbgpd();
            case EXABGP -> new Exabgp();
            case CONTROLLER, VROUTER_AGENT, SDN_GATEWAY, EXTERNAL ->
                throw new IllegalArgumentException(kind + " is no daemon of others");
        };
    }

    /** The program that is started: a name, or a path if the name is not enough to tell it from another's. */
    String daemon();

    /** The program that users type commands to. */
    String tool();

    /** The package that Debian has both in. */
    String debianPackage();

    /** The words that make the daemon or its tool print its version. */
    ImmutableList<String> version();

    /** Whether it cannot run but as root. */
    default boolean needsRoot() {
        return false;
    }

    /** What it offers its neighbors unless the lab file says otherwise: what VPNs need and it has. */
    ImmutableSet<AddressFamily> families();

    /** The name of its configuration file, within the node's directory. */
    String configFile();

    /** The text of that file, from the keys of the lab file. */
    String config(SpeakerSetup setup);

    /** The text of that file if the lab file has it; with what the lab must know to talk to the daemon. */
    default String config(String own) {
        return own;
    }

    /** The command that runs it in the foreground until it is told to end. */
    ImmutableList<String> command(String host, int port);

    /** What both the daemon and its tool must find in their environment. */
    default ImmutableMap<String, String> environment(String host, int port) {
        return ImmutableMap.of();
    }

    /** The words of its tool that end well once it answers. */
    ImmutableList<String> probe();

    /** The words of its tool that announce what its file cannot say; each is a command. */
    default ImmutableList<ImmutableList<String>> announcements(SpeakerSetup setup) {
        return ImmutableList.of();
    }

    /** A command line that shows its routes. */
    String example();

    /** The start of a command line of its tool, which finds this very daemon. */
    ImmutableList<String> client(String host);

    /** The command that does what a line says which does not begin with the name of the tool. */
    default ImmutableList<String> bare(String host, String line) {
        return shellLine(host, tool() + " " + line);
    }

    /** The routes that it says it has, as rows of {@code inspect routes} in the tables' usual names. */
    List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException;

    /** The routes of a VRF of its own; an {@link UnsupportedOperationException} if it has no VRFs. */
    default List<ObjectNode> routes(Tool tool, String vrf) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("without a kernel's VRFs " + daemon() + " has none");
    }

    /** Whether its tool without further words is a command line to talk to. */
    default boolean hasShell() {
        return false;
    }

    /** The command that does what a line says: the tool's name may be left out. With it, the line is a shell's. */
    default ImmutableList<String> commandLine(String host, String line) {
        String words = line.strip();
        return words.equals(tool()) || words.startsWith(tool() + " ") ? shellLine(host, words) : bare(host, words);
    }

    private ImmutableList<String> shellLine(String host, String line) {
        String function = "%s() { command %s \"$@\"; }".formatted(tool(), String.join(" ", client(host)));
        return ImmutableList.of("sh", "-c", function + "\n" + line);
    }
}
