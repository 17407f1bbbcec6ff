package net.minitrail.vrouter.oper;

/** What a network does with frames: bridge and route them (the default), only bridge, or only route. */
enum Forwarding {
    L2_L3,
    L2,
    L3;

    /** Reads the property of a network; anything but the two exceptions is the default. */
    static Forwarding of(String text) {
        return switch (text) {
            case "l2" -> L2;
            case "l3" -> L3;
            default -> L2_L3;
        };
    }

    boolean bridges() {
        return this != L3;
    }

    boolean routes() {
        return this != L2;
    }
}
