package net.minitrail.vrouter.guest;

import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Address;

/** Layouts of net-tools 2.0, as CentOS 7 has it. */
final class CentosText {
    private static final double STEP = 1024;

    private CentosText() {}

    /** One interface, with the blank line after it. */
    static String ifconfig(Nic nic) {
        Ipv4Prefix subnet = Ipv4Prefix.containing(nic.address().value(), nic.maskLength());
        Ipv6Address global = nic.ipv6().address();
        return "%s: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500%n".formatted(nic.name())
                + (nic.address().value() == 0
                        ? ""
                        : "        inet %s  netmask %s  broadcast %s%n"
                                .formatted(
                                        nic.address(),
                                        new Ipv4Address(Ipv4Prefix.mask(nic.maskLength())),
                                        subnet.broadcast()))
                + "        inet6 %s  prefixlen 64  scopeid 0x20<link>%n"
                        .formatted(nic.ipv6().linkLocal())
                + (global == null
                        ? ""
                        : "        inet6 %s  prefixlen %d  scopeid 0x0<global>%n"
                                .formatted(global, nic.ipv6().maskLength()))
                + "        ether %s  txqueuelen 1000  (Ethernet)%n".formatted(nic.mac())
                + "        RX packets %d  bytes %d (%s)%n"
                        .formatted(nic.receivedPackets(), nic.receivedBytes(), amount(nic.receivedBytes()))
                + "        RX errors 0  dropped 0  overruns 0  frame 0\n"
                + "        TX packets %d  bytes %d (%s)%n"
                        .formatted(nic.sentPackets(), nic.sentBytes(), amount(nic.sentBytes()))
                + "        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n";
    }

    /** The neighbours of all cards as a table. */
    static String arp(List<Nic> nics) {
        var text = new StringBuilder();
        for (Nic nic : nics) {
            nic.neighbours()
                    .forEach((address, mac) -> text.append(
                            "%-24s ether   %s   C                     %s%n".formatted(address, mac, nic.name())));
        }
        return text.isEmpty()
                ? ""
                : "Address                  HWtype  HWaddress           Flags Mask            Iface\n" + text;
    }

    private static String amount(long bytes) {
        return bytes < STEP ? "%.1f B".formatted((double) bytes) : "%.1f KiB".formatted(bytes / STEP);
    }
}
