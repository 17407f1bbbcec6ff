package net.minitrail.vrouter.forwarding;

/** Address family of a next hop, with the name that {@code nh} prints. */
public enum Family {
    UNSPEC("AF_UNSPEC"),
    INET("AF_INET"),
    INET6("AF_INET6"),
    BRIDGE("AF_BRIDGE");

    private final String text;

    Family(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
