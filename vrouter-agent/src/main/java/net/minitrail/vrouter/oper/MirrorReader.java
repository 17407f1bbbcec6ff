package net.minitrail.vrouter.oper;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.acl.MirrorTo;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is to be mirrored where. What is not complete mirrors nothing. */
final class MirrorReader {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorReader.class);
    private static final int MOST_PORTS = 65_535;

    private MirrorReader() {}

    /** The mirroring among the properties of an interface; null if there is none. */
    static @Nullable InterfaceMirror read(@Nullable XmlElement properties) {
        XmlElement mirror = properties == null ? null : properties.child("interface-mirror");
        MirrorTo to = mirror == null ? null : to(mirror.child("mirror-to"));
        if (mirror == null || to == null) {
            return null;
        }
        String direction = mirror.childText("traffic-direction");
        return new InterfaceMirror(to, !direction.equals("egress"), !direction.equals("ingress"));
    }

    /** An analyzer; null if it has no name, or nothing that it could be reached by. */
    static @Nullable MirrorTo to(@Nullable XmlElement to) {
        if (to == null || to.childText("analyzer-name").isEmpty()) {
            return null;
        }
        try {
            String address = to.childText("analyzer-ip-address");
            String mac = to.childText("analyzer-mac-address");
            String port = to.childText("udp-port");
            boolean nicAssisted = to.childText("nic-assisted-mirroring").equals("true");
            String vlan = to.childText("nic-assisted-mirroring-vlan");
            var mirror = new MirrorTo(
                    to.childText("analyzer-name"),
                    address.isEmpty() ? null : Ipv4Address.parse(address),
                    mac.isEmpty() ? null : MacAddress.parse(mac),
                    to.childText("routing-instance"),
                    port.isEmpty() ? MirrorTo.DEFAULT_PORT : port(port),
                    !to.childText("juniper-header").equals("false"),
                    !nicAssisted ? -1 : vlan.isEmpty() ? 0 : port(vlan));
            boolean reachable = mirror.juniperHeader() ? mirror.address() != null : mirror.mac() != null;
            if (!nicAssisted && !reachable) {
                LOG.warn(
                        "config ignored analyzer {}: it has no {}",
                        mirror.analyzer(),
                        mirror.juniperHeader() ? "address" : "MAC");
                return null;
            }
            return mirror;
        } catch (IllegalArgumentException e) {
            LOG.warn("config ignored an analyzer: {}", e.getMessage());
            return null;
        }
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > MOST_PORTS) {
            throw new IllegalArgumentException("found " + text + " (expected: 0 to " + MOST_PORTS + ")");
        }
        return port;
    }
}
