package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenBGPD. It needs root, for it confines itself to /run/openbgpd. It learns and passes on VPN routes, but announces none of
 * its own: those belong to an mpe(4) interface, which only OpenBSD has.
 */
record Openbgpd() implements Speaker {
    private static final String SOCKET = "bgpd.sock";

    @Override
    public String daemon() {
        return "/usr/sbin/bgpd"; // FRR has a bgpd too
    }

    @Override
    public String tool() {
        return "bgpctl";
    }

    @Override
    public String debianPackage() {
        return "openbgpd";
    }

    @Override
    public ImmutableList<String> version() {
        return ImmutableList.of("bgpctl", "-V");
    }

    @Override
    public boolean needsRoot() {
        return true;
    }

    @Override
    public ImmutableSet<AddressFamily> families() {
        return ImmutableSet.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6);
    }

    @Override
    public String configFile() {
        return "bgpd.conf";
    }

    @Override
    public String config(SpeakerSetup setup) {
        StringBuilder text =
                new StringBuilder("""
                AS %d
                router-id %s
                listen on %s port %d
                socket "%s"
                fib-update no
                nexthop qualify via default
                """.formatted(setup.as(), setup.routerId(), setup.transport(), setup.port(), SOCKET));
        setup.neighbors().forEach(neighbor -> neighbor(text, setup, neighbor));
        return text.append("allow from any\nallow to any\n").toString();
    }

    private static void neighbor(StringBuilder text, SpeakerSetup setup, SpeakerSetup.Neighbor neighbor) {
        text.append("""
                neighbor %s {
                    remote-as %d
                    descr "%s"
                    local-address %s
                    port %d
                    multihop 8
                    announce IPv4 none
                    announce IPv6 none
                """.formatted(
                        neighbor.transport(), neighbor.as(), neighbor.name(), setup.transport(), neighbor.port()));
        announce(text, setup, AddressFamily.IPV4_UNICAST, "IPv4 unicast");
        announce(text, setup, AddressFamily.IPV6_UNICAST, "IPv6 unicast");
        announce(text, setup, AddressFamily.VPN_IPV4, "IPv4 vpn");
        announce(text, setup, AddressFamily.VPN_IPV6, "IPv6 vpn");
        if (neighbor.client()) {
            text.append("    route-reflector ").append(setup.routerId()).append('\n');
        }
        if (neighbor.passive()) {
            text.append("    passive\n");
        }
        if (neighbor.addPath()) {
            text.append("    announce add-path recv yes\n    announce add-path send all\n");
        }
        if (neighbor.md5() != null) {
            text.append("    tcp md5sig password \"").append(neighbor.md5()).append("\"\n");
        }
        text.append("    set nexthop no-modify\n}\n");
    }

    private static void announce(StringBuilder text, SpeakerSetup setup, AddressFamily family, String name) {
        if (setup.offers(family)) {
            text.append("    announce ").append(name).append('\n');
        }
    }

    /** Without its control socket in the node's directory, nobody could ask it anything. */
    @Override
    public String config(String own) {
        return "socket \"" + SOCKET + "\"\n" + own;
    }

    /** The directory that it confines itself to is made by systemd elsewhere. */
    @Override
    public ImmutableList<String> command(String host, int port) {
        String home = "home=$(getent passwd _openbgpd | cut -d: -f6); mkdir -p \"$home\"; exec \"$@\"";
        return ImmutableList.of("sh", "-c", home, daemon(), daemon(), "-d", "-f", configFile());
    }

    @Override
    public ImmutableList<String> probe() {
        return ImmutableList.of("show", "summary", "terse");
    }

    @Override
    public String example() {
        return "bgpctl show rib detail";
    }

    @Override
    public ImmutableList<String> client(String host) {
        return ImmutableList.of("bgpctl", "-s", SOCKET);
    }

    @Override
    public List<ObjectNode> routes(Tool tool) throws IOException, InterruptedException {
        return OpenbgpdRoutes.read(tool.run(List.of("-j", "show", "rib", "detail")));
    }
}
