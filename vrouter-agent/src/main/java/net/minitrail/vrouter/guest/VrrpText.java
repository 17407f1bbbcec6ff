package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.minitrail.net.Ipv4Address;

/** The layouts of {@code show vrrp} and {@code show vrrp detail}. */
final class VrrpText {
    private static final String HEADS =
            "Interface     State       Group   VR state VR Mode   Timer    Type   Address\n";
    private static final String SECOND = " ".repeat(64);

    private VrrpText() {}

    static String brief(Map<Integer, List<VrrpRouter>> routers) {
        var text = new StringBuilder(HEADS);
        routers.forEach((number, all) -> all.forEach(router -> row(text, number, router)));
        return text.toString();
    }

    private static void row(StringBuilder text, int number, VrrpRouter router) {
        boolean master = router.state() == VrrpRouter.State.MASTER;
        text.append("%-14s%-16s%d   %-9s%-12s%s%7.3f lcl    %s%n"
                .formatted(
                        "ge-0/0/" + number + ".0",
                        "up",
                        router.group().id(),
                        router.state().name().toLowerCase(Locale.ROOT),
                        "Active",
                        master ? "A" : "D",
                        router.timerSeconds(),
                        router.group().own()));
        text.append(SECOND).append("vip    ").append(router.group().virtual()).append('\n');
        Ipv4Address other = router.master();
        if (!master && other != null) {
            text.append(SECOND).append("mas    ").append(other).append('\n');
        }
    }

    static String detail(Map<Integer, List<VrrpRouter>> routers, List<Nic> nics) {
        var text = new StringBuilder();
        routers.forEach((number, all) ->
                all.forEach(router -> record(text, number, nics.get(number).maskLength(), router)));
        return text.toString();
    }

    private static void record(StringBuilder text, int number, int maskLength, VrrpRouter router) {
        VrrpGroup group = router.group();
        boolean master = router.state() == VrrpRouter.State.MASTER;
        Ipv4Address other = router.master();
        text.append("Physical interface: ge-0/0/%d, Unit: 0, Address: %s/%d%n"
                        .formatted(number, group.own(), maskLength))
                .append("  Interface state: up, Group: %d, State: %s, VRRP Mode: Active%n"
                        .formatted(group.id(), router.state().name().toLowerCase(Locale.ROOT)))
                .append("  Priority: %d, Advertisement interval: %d, Authentication type: none%n"
                        .formatted(group.priority(), group.interval()))
                .append("  Preempt: %s, Accept-data mode: %s, VIP count: 1, VIP: %s%n"
                        .formatted(yes(group.preempt()), yes(group.acceptData()), group.virtual()))
                .append("  %s Timer: %.3fs, Master router: %s%n"
                        .formatted(
                                master ? "Advertisement" : "Dead",
                                router.timerSeconds(),
                                master ? group.own() : other == null ? Ipv4Address.ANY : other))
                .append("  Virtual Mac: ")
                .append(router.mac())
                .append("\n  Tracking: disabled\n\n");
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
