package net.minitrail.vrouter.cli;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.NeighborMessage;

/** The layout of {@code ifconfig}, as net-tools and BusyBox have it. */
public final class IfconfigText {
    private static final double STEP = 1000;
    private static final double BINARY_STEP = 1024;

    private IfconfigText() {}

    /** What an interface has counted. */
    public record Counters(long receivedPackets, long receivedBytes, long sentPackets, long sentBytes) {}

    /**
     * One interface, with the blank line after it.
     *
     * @param mac as it is to be printed
     * @param addressLine a whole line, or nothing
     * @param unit KB for thousands, KiB for 1024
     */
    public static String record(String name, String mac, String addressLine, Counters counters, String unit) {
        return "%-9s Link encap:Ethernet  HWaddr %s%n".formatted(name, mac)
                + addressLine
                + "          inet6 addr: %s/64 Scope:Link%n".formatted(NeighborMessage.linkLocal(MacAddress.parse(mac)))
                + "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n"
                + "          RX packets:%d errors:0 dropped:0 overruns:0 frame:0%n"
                        .formatted(counters.receivedPackets())
                + "          TX packets:%d errors:0 dropped:0 overruns:0 carrier:0%n".formatted(counters.sentPackets())
                + "          collisions:0 txqueuelen:1000\n"
                + "          RX bytes:%d (%s)  TX bytes:%d (%s)%n%n"
                        .formatted(
                                counters.receivedBytes(),
                                amount(counters.receivedBytes(), unit),
                                counters.sentBytes(),
                                amount(counters.sentBytes(), unit));
    }

    private static String amount(long bytes, String unit) {
        double step = unit.equals("KB") ? STEP : BINARY_STEP;
        if (bytes < step) {
            return "%.1f B".formatted((double) bytes);
        }
        return bytes < step * step
                ? "%.1f %s".formatted(bytes / step, unit)
                : "%.1f %s".formatted(bytes / (step * step), unit.replace('K', 'M'));
    }
}
