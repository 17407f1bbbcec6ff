package net.minitrail.vrouter.flow;

/** Why a flow drops, with the word that {@code flow} prints, in the order of the kernel's codes. */
public enum DropCause {
    /** Set by hand. */
    UNKNOWN("Unknown"),
    NO_INTERFACE("IntfErr"),
    IPV4_DISABLED("Ipv4Dis"),
    NO_VRF("VrfErr"),
    NO_SOURCE_ROUTE("NoSrcRt"),
    NO_DESTINATION_ROUTE("NoDstRt"),
    NO_SOURCE_ROUTE_BRIDGED("NoSrcRtRpfNh"),
    SAME_KEYS("SameFlowRflowKey"),
    POLICY("Policy"),
    OUT_POLICY("OutPolicy"),
    SECURITY_GROUP("SG"),
    OUT_SECURITY_GROUP("OutSG"),
    REVERSE_SECURITY_GROUP("RevSG"),
    REVERSE_OUT_SECURITY_GROUP("RevOutSG");

    private final String text;

    DropCause(String text) {
        this.text = text;
    }

    /** Whether nothing but its end is expected of such a flow: there is no way for its packets at all. */
    public boolean isShort() {
        return this != UNKNOWN && compareTo(POLICY) < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
