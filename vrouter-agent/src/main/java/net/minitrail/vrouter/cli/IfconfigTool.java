package net.minitrail.vrouter.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;

/** {@code ifconfig} of the host: vhost0, the fabric interface, and the taps of guests. Thread-safe. */
final class IfconfigTool implements Tool {
    private final VRouter vrouter;
    private final int fabricMask;
    private final LoopQuery query;

    IfconfigTool(VRouter vrouter, int fabricMask, LoopQuery query) {
        this.vrouter = vrouter;
        this.fabricMask = fabricMask;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException {
        String wanted = words.isEmpty() || words.get(0).equals("-a") ? "" : words.get(0);
        String text = query.ask(() -> {
            var all = new StringBuilder();
            for (Vif vif : vrouter.vifs().all()) {
                if (wanted.isEmpty() || vif.name().equals(wanted)) {
                    all.append(record(vif));
                }
            }
            return all.toString();
        });
        if (text.isEmpty()) {
            throw new CommandException(1, wanted + ": error fetching interface information: Device not found");
        }
        out.accept(text);
        return 0;
    }

    private String record(Vif vif) {
        boolean vhost = vif.type() == Vif.Type.HOST;
        MacAddress mac = vif.type() == Vif.Type.VIRTUAL ? tapMac(vif) : vif.mac();
        Ipv4Address own = vrouter.address();
        String address = vhost
                ? "          inet addr:%s  Bcast:%s  Mask:%s%n"
                        .formatted(
                                own,
                                Ipv4Prefix.containing(own.value(), fabricMask).broadcast(),
                                new Ipv4Address(Ipv4Prefix.mask(fabricMask)))
                : "";
        // What the vRouter receives from an interface, the host has sent to it.
        return IfconfigText.record(
                vif.name(),
                mac.toString(),
                address,
                new IfconfigText.Counters(
                        /* receivedPackets= */ vif.sentPackets(),
                        /* receivedBytes= */ vif.sentBytes(),
                        /* sentPackets= */ vif.receivedPackets(),
                        /* sentBytes= */ vif.receivedBytes()),
                "KB");
    }

    /** The host's end of a guest's interface has the guest's MAC with fe in front, as libvirt sets it. */
    private static MacAddress tapMac(Vif vif) {
        String digits = vif.name().replaceAll("^tap|-", "").toLowerCase(Locale.ROOT);
        boolean named = digits.matches("[0-9a-f]{10}");
        return new MacAddress(0xFEL << 40 | (named ? Long.parseLong(digits, 16) : vif.index()));
    }
}
