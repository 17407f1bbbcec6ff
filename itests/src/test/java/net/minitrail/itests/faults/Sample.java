package net.minitrail.itests.faults;

import java.util.HexFormat;
import java.util.Locale;

/** A good route of each family. */
enum Sample {
    INET("1/1", "20 0a0808%02x", ""),
    INET6("2/1", "80 fd09 00*13 %02x", "80 0e [ 0002 01 [ fd00 00*13 09 ] 00 $inet6 ]"),
    VPN4("1/128", "78 000111 $rd 0a0909%02x", "80 0e [ 0001 80 $vpnhop 00 $vpn4 ]"),
    VPN6("2/128", "d8 000111 $rd fd09 00*13 %02x", "80 0e [ 0002 80 [ 0000000000000000 fd00 00*13 09 ] 00 $vpn6 ]"),
    EVPN("25/70", "02 [ $rd 00*10 00000000 30 02aa000000%02x 00 000111 ]", "80 0e [ 0019 46 [ c0a86409 ] 00 $evpn ]"),
    RTC("1/132", "60 0000ffdc 0002ffdc000009%02x", "80 0e [ 0001 84 [ c0a86409 ] 00 $rtc ]");

    private final String family;
    private final String nlri;
    private final String reach;

    Sample(String family, String nlri, String reach) {
        this.family = family;
        this.nlri = nlri;
        this.reach = reach;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The route of the peer with that number, in the notation of {@link Octets}. */
    String nlri(int number) {
        return nlri.formatted(number);
    }

    /** MP_REACH_NLRI with it; the classic family has none. */
    String reach() {
        return reach;
    }

    /** The UPDATE that announces it, with a metric to tell it from others. */
    String announcement(int metric) {
        String med = "80 04 04 %08x".formatted(metric);
        return this == INET
                ? "<02 ( ) ( $origin $path $nexthop %s $pref ) $inet >".formatted(med)
                : "<02 ( ) ( $origin $path %s $pref $targets $%s-reach ) >".formatted(med, word());
    }

    /** As {@link HeardRoutes} knows it. */
    String key(Octets names) {
        byte[] octets = names.read("$" + word());
        return switch (this) {
            case INET, INET6, RTC -> family + " " + hex(octets, 1);
            case VPN4, VPN6 -> family + " " + hex(octets, 4);
            case EVPN ->
                family + " 2 " + hex(octets, 2).substring(0, 16)
                        + hex(octets, 20).substring(0, 24);
        };
    }

    private static String hex(byte[] octets, int from) {
        return HexFormat.of().formatHex(octets, from, octets.length);
    }

    /** What {@code inspect} calls its prefix and distinguisher. */
    String inspected(int number) {
        return switch (this) {
            case INET -> "10.8.8." + number + "/32";
            case VPN4 -> "10.9.9." + number + "/32";
            default -> "";
        };
    }
}
