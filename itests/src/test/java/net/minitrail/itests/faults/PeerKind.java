package net.minitrail.itests.faults;

import java.util.HexFormat;

/** The peers that misbehave. Each has routes of its own, known by its number. */
enum PeerKind {
    /** Of the node's own AS, 65500, as a route reflector's client. */
    INTERNAL(2, 1, 0xFFDC, true),
    /** Of AS 65001. */
    EXTERNAL(3, 2, 0xFDE9, true),
    /** Of the node's own AS, without AS numbers of four octets. */
    OLD(2, 3, 0xFFDC, false);

    private final int network;
    private final int number;
    private final int as;
    private final boolean fourOctetAs;

    PeerKind(int network, int number, int as, boolean fourOctetAs) {
        this.network = network;
        this.number = number;
        this.as = as;
        this.fourOctetAs = fourOctetAs;
    }

    /** The third octet of the addresses that it calls from. */
    int network() {
        return network;
    }

    int number() {
        return number;
    }

    /** What the tables may call by name when this peer speaks to a node. */
    Octets vocabulary(Node node) {
        HexFormat hex = HexFormat.of();
        String as4 = "%08x".formatted(as);
        String families = "0104 0001 0001 0104 0002 0001 0104 0001 0080 0104 0002 0080 0104 0001 0084 0104 0019 0046";
        Octets names = new Octets()
                .with("as", "%04x".formatted(as))
                .with("as4", as4)
                .with("id", "c0a864%02x".formatted(0xC0 + number))
                .with("node", hex.formatHex(node.routerId()))
                .with("families", families)
                .with("capabilities", "$families 0200" + (fourOctetAs ? " 4104 $as4" : ""))
                .with("open", "<01 04 $as 0000 $id [ 02 [ $capabilities ] ] >")
                .with("keepalive", "<04 >")
                .with("origin", "40 01 01 00")
                .with("path", this != EXTERNAL ? "40 02 00" : "40 02 06 02 01 " + as4)
                .with("nexthop", "40 03 04 c0a86409")
                .with("pref", this == EXTERNAL ? "" : "40 05 04 00000064")
                .with("targets", "c0 10 08 0002ffdc00000065")
                .with("vpnhop", "[ 0000000000000000 c0a86409 ]")
                .with("rd", "0001c0a8640900%02x".formatted(number));
        names = names.with("vpn4-tail", "$rd 0a0909%02x".formatted(number))
                .with("vpn6-tail", "$rd fd09 00*13 %02x".formatted(number))
                .with("evpn-body", "$rd 00*10 00000000 30 02aa000000%02x 00".formatted(number));
        for (Sample sample : Sample.values()) {
            String name = sample.word();
            names = names.with(name, sample.nlri(number))
                    .with(name + "-reach", sample.reach())
                    .with(name + "-attributes", "$origin $path $pref $targets " + sample.reach());
        }
        return names;
    }
}
