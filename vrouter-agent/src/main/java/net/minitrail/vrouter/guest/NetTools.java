package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.IfconfigText;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/** {@code ifconfig}, {@code arp}, {@code route} and {@code ip} of a guest, in the layouts of BusyBox or of CentOS. Thread-safe. */
final class NetTools {
    private final Guest guest;
    private final LoopQuery query;
    private final boolean centos;

    NetTools(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
        this.centos = guest.profile() == GuestProfile.CENTOS;
    }

    void addTo(Map<String, Tool> tools) {
        tools.put("ifconfig", this::ifconfig);
        tools.put("arp", this::arp);
        tools.put("route", this::route);
        tools.put("ip", this::ip);
    }

    private int ifconfig(List<String> words, Consumer<String> out) throws CommandException {
        if (words.size() > 1) {
            change(words);
            return 0;
        }
        String wanted = words.isEmpty() || words.get(0).equals("-a") ? "" : words.get(0);
        String text = query.ask(() -> {
            var all = new StringBuilder();
            for (Nic nic : guest.nics()) {
                if (wanted.isEmpty() || nic.name().equals(wanted)) {
                    all.append(centos ? CentosText.ifconfig(nic) : record(nic));
                }
            }
            return all.toString();
        });
        if (text.isEmpty()) {
            throw new CommandException(
                    1, "ifconfig: " + wanted + ": error fetching interface information: Device not found");
        }
        out.accept(text);
        return 0;
    }

    private static String record(Nic nic) {
        Ipv4Address address = nic.address();
        String line = "          inet addr:%s  Bcast:%s  Mask:%s%n"
                .formatted(
                        address,
                        Ipv4Prefix.containing(address.value(), nic.maskLength()).broadcast(),
                        new Ipv4Address(Ipv4Prefix.mask(nic.maskLength())));
        Ipv6Address global = nic.ipv6().address();
        line += global == null
                ? ""
                : "          inet6 addr: %s/%d Scope:Global%n"
                        .formatted(global, nic.ipv6().maskLength());
        var counters = new IfconfigText.Counters(
                nic.receivedPackets(), nic.receivedBytes(), nic.sentPackets(), nic.sentBytes());
        return IfconfigText.record(nic.name(), nic.mac().toString().toUpperCase(Locale.ROOT), line, counters, "KiB");
    }

    /** {@code ifconfig eth0 A [netmask M]} and {@code ifconfig eth0 hw ether MAC}. */
    private void change(List<String> words) throws CommandException {
        boolean done;
        try {
            if (words.size() == 4 && words.get(1).equals("hw") && words.get(2).equals("ether")) {
                MacAddress mac = MacAddress.parse(words.get(3));
                done = onNic(words.get(0), nic -> nic.setMac(mac));
            } else {
                Ipv4Address address = Ipv4Address.parse(words.get(1));
                boolean masked = words.size() == 4 && words.get(2).equals("netmask");
                int mask = masked
                        ? Integer.bitCount(Ipv4Address.parse(words.get(3)).value())
                        : 24;
                done = onNic(words.get(0), nic -> {
                    nic.dhcp().stop();
                    nic.configure(address, mask, nic.gateway());
                });
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, "ifconfig: bad address '" + words.get(words.size() - 1) + "'");
        }
        if (!done) {
            throw new CommandException(1, "ifconfig: SIOCSIFADDR: No such device");
        }
    }

    private boolean onNic(String name, Consumer<Nic> action) {
        return query.ask(() -> {
            for (Nic nic : guest.nics()) {
                if (nic.name().equals(name)) {
                    action.accept(nic);
                    return true;
                }
            }
            return false;
        });
    }

    /** {@code arp} lists neighbours; {@code arp -d ADDRESS} forgets one. */
    private int arp(List<String> words, Consumer<String> out) throws CommandException {
        if (!words.isEmpty() && words.get(0).equals("-d")) {
            forgetNeighbour(words.size() == 2 ? words.get(1) : "");
            return 0;
        }
        boolean table = centos && words.stream().noneMatch(word -> word.matches("-[an]*a[an]*"));
        out.accept(query.ask(() -> {
            if (table) {
                return CentosText.arp(guest.nics());
            }
            String format = "? (%s) at %s [ether] " + (centos ? "" : " ") + "on %s%n";
            var text = new StringBuilder();
            for (Nic nic : guest.nics()) {
                nic.neighbours().forEach((address, mac) -> text.append(format.formatted(address, mac, nic.name())));
            }
            return text.toString();
        }));
        return 0;
    }

    private void forgetNeighbour(String text) throws CommandException {
        try {
            Ipv4Address address = Ipv4Address.parse(text);
            boolean known = query.ask(() -> guest.nics().stream().anyMatch(nic -> nic.forget(address)));
            if (!known) {
                throw new CommandException(1, "arp: SIOCDARP(dontpub): No such file or directory");
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, "arp: bad address '" + text + "'");
        }
    }

    private int route(List<String> words, Consumer<String> out) {
        String row = "%-15s %-15s %-15s %-5s 0      0        0 %s%n";
        out.accept("Kernel IP routing table\n"
                + "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
                + query.ask(() -> {
                    var text = new StringBuilder();
                    for (Nic nic : guest.nics()) {
                        Ipv4Prefix subnet = Ipv4Prefix.containing(nic.address().value(), nic.maskLength());
                        Ipv4Address gateway = nic.gateway();
                        if (gateway != null) {
                            text.append(row.formatted("0.0.0.0", gateway, "0.0.0.0", "UG", nic.name()));
                        }
                        text.append(row.formatted(
                                subnet.address(),
                                "0.0.0.0",
                                new Ipv4Address(Ipv4Prefix.mask(nic.maskLength())),
                                "U",
                                nic.name()));
                    }
                    return text.toString();
                }));
        return 0;
    }

    private int ip(List<String> words, Consumer<String> out) throws CommandException {
        boolean addresses = words.isEmpty() || "address".startsWith(words.get(0));
        boolean routes = !words.isEmpty() && "route".startsWith(words.get(0));
        if (!addresses && !routes) {
            throw new CommandException(1, "ip: invalid argument '" + words.get(0) + "' to 'ip'");
        }
        out.accept(query.ask(() -> {
            var text = new StringBuilder();
            int index = 2;
            for (Nic nic : guest.nics()) {
                Ipv4Prefix subnet = Ipv4Prefix.containing(nic.address().value(), nic.maskLength());
                if (routes) {
                    Ipv4Address gateway = nic.gateway();
                    text.append(gateway == null ? "" : "default via " + gateway + " dev " + nic.name() + "\n");
                    text.append("%s dev %s  src %s%n".formatted(subnet, nic.name(), nic.address()));
                } else {
                    text.append("%d: %s: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast qlen 1000%n"
                                    .formatted(index++, nic.name()))
                            .append("    link/ether %s brd ff:ff:ff:ff:ff:ff%n".formatted(nic.mac()))
                            .append("    inet %s/%d brd %s scope global %s%n"
                                    .formatted(nic.address(), nic.maskLength(), subnet.broadcast(), nic.name()));
                    Ipv6Address global = nic.ipv6().address();
                    if (global != null) {
                        text.append("    inet6 %s/%d scope global%n"
                                .formatted(global, nic.ipv6().maskLength()));
                    }
                    text.append(
                            "    inet6 %s/64 scope link%n".formatted(nic.ipv6().linkLocal()));
                }
            }
            return text.toString();
        }));
        return 0;
    }
}
